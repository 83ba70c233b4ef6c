import type { AwsClock } from './awsClock.ts';

/** How many calls a second AWS takes, and how many at once. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** A token bucket: true when the call may pass. A null rate lets everything pass. */
export function limiter(clock: AwsClock, rate: () => Rate | null): () => boolean {
  let tokens = Infinity;
  let filledAt = clock.now();
  return () => {
    const now = clock.now();
    const limit = rate();
    if (limit === null) return true;
    tokens = Math.min(limit.burst, tokens + (Math.max(0, now - filledAt) / 1000) * limit.perSecond);
    filledAt = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
