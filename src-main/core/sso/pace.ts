import type { Clock } from '../ports.ts';

/** Calls a second. AWS throttles Identity Center at 20 together; nobody knows the burst it allows. */
const start = 15;
const least = 2;
const most = 40;
/** What each call that went through adds, until the limit has shown itself and after. */
const climb = 0.12;
const creep = 0.03;
/** A refusal after fewer accepted calls than this: far above the limit, so the cut is the deep one. */
const quiet = 10;
const deepCut = 0.85;
const edgeCut = 0.93;
/** Calls that were under way at the time of a cut say nothing about the new rate. */
const oneCutMs = 500;
/** No catching up closer than AWS's 20 a second: it would only be refused. */
const closestMs = 50;

/** One token bucket for all calls of a sign-in to the portal. */
export interface Pace {
  /** Resolves when the next call may go out. */
  turn(signal: AbortSignal): Promise<void>;
  /** A call went through: creep up. */
  accepted(): void;
  /** AWS answered 429: cut, once for all calls that were under way. */
  refused(): void;
}

/**
 * Turns are spaced evenly: the portal grants no burst, so saved-up tokens would only be refused. Only the first in
 * line holds a time; the others take the rate as it is when they get there.
 */
export function createPace(clock: Clock): Pace {
  let rate = start;
  let limitSeen = false;
  let acceptedSinceCut = 0;
  /** When the last turn was due and when it came: timers are late, the more the busier the machine is. */
  let due = 0;
  let last = 0;
  let cutUntil = 0;
  let line = Promise.resolve();

  async function wait(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const now = clock.now();
    const spacing = 1000 / rate;
    // `min`: a clock that was set back must not stop the calls.
    const planned = Math.max(
      Math.min(due, now) + spacing,
      Math.min(last, now) + Math.min(spacing, closestMs),
    );
    if (planned > now) await clock.sleep(planned - now, signal);
    last = clock.now();
    // What a timer lost is made up for, a pause of ours is not.
    due = planned > now ? Math.max(planned, last - spacing) : last;
  }

  return {
    turn(signal) {
      const turn = line.then(() => wait(signal));
      line = turn.catch(() => undefined);
      return turn;
    },
    accepted() {
      acceptedSinceCut += 1;
      rate = Math.min(most, rate + (limitSeen ? creep : climb));
    },
    refused() {
      const now = clock.now();
      if (now < cutUntil && now >= cutUntil - oneCutMs) return;
      cutUntil = now + oneCutMs;
      rate = Math.max(least, rate * (acceptedSinceCut < quiet ? deepCut : edgeCut));
      acceptedSinceCut = 0;
      limitSeen = true;
    },
  };
}
