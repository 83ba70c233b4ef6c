import type { Clock } from '../ports.ts';

/** Calls a second. AWS throttles Identity Center at 20 together; nobody knows the burst it allows. */
const start = 15;
const least = 2;
const most = 40;
const creep = 0.06;
/** Calls that were under way at the time of a cut say nothing about the new rate. */
const oneCutMs = 500;

/** One token bucket for all calls of a sign-in to the portal. */
export interface Pace {
  /** Resolves when the next call may go out. */
  turn(signal: AbortSignal): Promise<void>;
  /** A call went through: creep up, slower near the rate that was refused last. */
  accepted(): void;
  /** AWS answered 429: cut by 15 %, once for all calls that were under way. */
  refused(): void;
}

/**
 * Turns are spaced evenly: the portal grants no burst, so saved-up tokens would only be refused. Only the first in
 * line holds a time; the others take the rate as it is when they get there.
 */
export function createPace(clock: Clock): Pace {
  let rate = start;
  let refusedAt = Number.POSITIVE_INFINITY;
  let last = 0;
  let cutUntil = 0;
  let line = Promise.resolve();

  async function wait(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const spacing = 1000 / rate;
    const due = Math.min(last, clock.now()) + spacing - clock.now();
    if (due > 0) await clock.sleep(due, signal);
    last = clock.now();
  }

  return {
    turn(signal) {
      const turn = line.then(() => wait(signal));
      line = turn.catch(() => undefined);
      return turn;
    },
    accepted() {
      const nearLimit = rate > refusedAt * 0.93;
      rate = Math.min(most, rate + (nearLimit ? creep / 6 : creep));
    },
    refused() {
      const now = clock.now();
      if (now < cutUntil) return;
      cutUntil = now + oneCutMs;
      refusedAt = rate;
      rate = Math.max(least, rate * 0.85);
    },
  };
}
