import { expect, it } from 'vitest';
import { systemClock } from '../../src-main/adapters/systemClock.ts';

it('whoever sleeps for no time at all gives everybody else a turn', async () => {
  let turns = 0;
  const count = (): void => {
    turns += 1;
    setImmediate(count);
  };
  setImmediate(count);
  for (let at = 0; at < 10; at += 1) await systemClock.sleep(0);
  expect(turns).toBeGreaterThanOrEqual(9);
});

it('whoever gave up meanwhile is told', async () => {
  const left = new AbortController();
  const sleeping = systemClock.sleep(0, left.signal);
  left.abort(new Error('left'));
  await expect(sleeping).rejects.toThrow('left');
});
