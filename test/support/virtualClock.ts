import type { Clock } from '../../src-main/core/ports.ts';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/**
 * Time that passes only when everybody sleeps: the next sleeper is woken once nothing else is left to do. A test of
 * ninety days takes milliseconds and always runs in the same order.
 */
export function createVirtualClock(start = Date.parse('2026-01-01T00:00:00Z')): VirtualClock {
  let now = start;
  let sleepers: Sleeper[] = [];
  let scheduled = false;

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    // A macrotask: everything that was already on its way has come to rest by then.
    setImmediate(() => {
      scheduled = false;
      const [next] = sleepers.toSorted((a, b) => a.at - b.at);
      if (next === undefined) return;
      sleepers = sleepers.filter((sleeper) => sleeper !== next);
      now = Math.max(now, next.at);
      next.wake();
      schedule();
    });
  }

  return {
    now: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        const abort = (): void => {
          sleepers = sleepers.filter((one) => one !== sleeper);
          reject(signal?.reason as Error);
        };
        const sleeper: Sleeper = {
          at: now + milliseconds,
          wake: () => {
            signal?.removeEventListener('abort', abort);
            resolve();
          },
        };
        if (signal?.aborted === true) {
          abort();
          return;
        }
        signal?.addEventListener('abort', abort, { once: true });
        sleepers.push(sleeper);
        schedule();
      }),
    jump(milliseconds) {
      now += milliseconds;
    },
  };
}

export interface VirtualClock extends Clock {
  /** A laptop's sleep, or a clock that somebody set. */
  jump(milliseconds: number): void;
}
