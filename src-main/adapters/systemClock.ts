import { performance } from 'node:perf_hooks';
import type { Clock } from '../core/ports.ts';

/** A timer that was set before a laptop slept fires late: looking again this often bounds the delay. */
const lookEveryMs = 15_000;

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(milliseconds, signal) {
    // Where only a turn was asked for, everybody else has one: programs that wait, and the keys that a person presses.
    if (milliseconds <= 0) await new Promise((resolve) => setImmediate(resolve));
    const wallEnd = Date.now() + milliseconds;
    const steadyEnd = performance.now() + milliseconds;
    for (;;) {
      signal?.throwIfAborted();
      // Whichever clock gets there first: sleep stops the steady one, a clock set back delays the other.
      const left = Math.min(wallEnd - Date.now(), steadyEnd - performance.now());
      if (left <= 0) return;
      await pause(Math.min(left, lookEveryMs), signal);
    }
  },
};

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done, { once: true });
  });
}
