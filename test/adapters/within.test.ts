import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { within } from '../../src-main/adapters/within.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const aborted = (signal: AbortSignal): Promise<unknown> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve(signal.reason);
    });
  });

describe('a limit in time', () => {
  it('ends the signal although nobody but its listener holds it', async () => {
    const ended = aborted(within(50, new AbortController().signal));
    await pause(1);
    collectGarbage();
    expect(await ended).toMatchObject({ name: 'TimeoutError' });
  });

  it('passes on the caller’s own end', async () => {
    const stop = new AbortController();
    const ended = aborted(within(60_000, stop.signal));
    stop.abort(new Error('enough'));
    expect(await ended).toMatchObject({ message: 'enough' });
  });
});
