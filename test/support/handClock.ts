import type { Clock } from '../../src-main/core/ports.ts';

export interface HandClock extends Clock {
  /** Moves time on, waking each sleeper at its time and letting what it starts come to rest before the next. */
  pass(milliseconds: number): Promise<void>;
}

/** Time that passes only when the test says so. */
export function createHandClock(start = Date.parse('2026-01-01T00:00:00Z')): HandClock {
  let now = start;
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  return {
    now: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        const abort = (): void => {
          sleepers = sleepers.filter((one) => one !== sleeper);
          reject(signal?.reason as Error);
        };
        const wake = (): void => {
          signal?.removeEventListener('abort', abort);
          resolve();
        };
        const sleeper = { at: now + milliseconds, wake };
        if (signal?.aborted === true) {
          abort();
          return;
        }
        signal?.addEventListener('abort', abort, { once: true });
        sleepers.push(sleeper);
      }),
    async pass(milliseconds) {
      const end = now + milliseconds;
      await rest();
      for (;;) {
        const due = sleepers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        // Who sleeps for no time at all has one turn of each pass, else it would never end.
        sleepers = sleepers.filter((one) => one !== due);
        now = Math.max(now, due.at);
        due.wake();
        await rest();
        if (milliseconds === 0) break;
      }
      now = end;
    },
  };
}
