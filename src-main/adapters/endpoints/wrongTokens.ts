import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

const watched = { milliseconds: 10_000, most: 5 };
const delay = 1_000;
const alarmEvery = 60_000;

export interface WrongTokens {
  /** One more came. Comes back when it may be answered: at once for somebody who mistyped, late for one who guesses. */
  readonly came: () => Promise<void>;
}

/** Slows down whoever guesses tokens. Who has the right one never waits here, whatever others do. */
export function createWrongTokens(alarm: () => void): WrongTokens {
  let times: readonly number[] = [];
  let alarmedAt = -Infinity;
  return {
    async came() {
      const now = performance.now();
      // The last of them say enough, however fast they come.
      times = [...times.filter((at) => now - at < watched.milliseconds), now].slice(-watched.most - 1);
      if (times.length <= watched.most) return;
      if (now - alarmedAt > alarmEvery) {
        alarmedAt = now;
        alarm();
      }
      await pause(delay, undefined, { ref: false });
    },
  };
}
