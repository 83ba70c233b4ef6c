import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { answeredInTime } from '../../src-main/adapters/answeredInTime.ts';

const path = '/mnt/gone/team.yaml';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('a disk that does not answer is said after 5 seconds, and asked again only once it has answered', async () => {
  const answers: ((text: string) => void)[] = [];
  const read = answeredInTime(
    () =>
      new Promise<string>((resolve) => {
        answers.push(resolve);
      }),
  );
  const silent = expect(read(path)).rejects.toMatchObject({
    code: 'file-unreadable',
    message: `${path} cannot be read: its disk does not answer.`,
  });
  await vi.advanceTimersByTimeAsync(5_000);
  await silent;
  await expect(read(path)).rejects.toMatchObject({ code: 'file-unreadable' });
  expect(answers).toHaveLength(1);
  answers[0]?.('back');
  await vi.advanceTimersByTimeAsync(0);
  const again = read(path);
  answers[1]?.('here');
  await expect(again).resolves.toBe('here');
});
