import type { Clock } from '../core/ports.ts';

export interface Presence {
  readonly clock: Clock;
  /** Calls at work, and when the last one came or went (epoch milliseconds). */
  readonly activity: () => { readonly calls: number; readonly lastAt: number };
  /** Why the agent must stay although nobody asks. */
  readonly holds: () => Promise<readonly string[]>;
  readonly idleMinutes: () => number;
  /** Whether this process still owns the home. */
  readonly isOwner: () => boolean;
  /** Makes sure that callers find the socket: a logout removes the runtime folder with it. */
  readonly keepDoor: () => Promise<void>;
}

/** Milliseconds between two looks; a look is a few calls of stat. */
const lookEvery = 5_000;

/**
 * Comes back when the agent may go: nobody asked for the idle time and nothing is held, or the home is another's
 * (or gone).
 * @throws the signal's reason when aborted
 */
export async function untilIdle(presence: Presence, signal: AbortSignal): Promise<'idle' | 'not-owner'> {
  for (;;) {
    const limit = presence.idleMinutes() * 60_000;
    await presence.clock.sleep(Math.min(lookEvery, limit), signal);
    if (!presence.isOwner()) return 'not-owner';
    await presence.keepDoor();
    const { calls, lastAt } = presence.activity();
    const idle = calls === 0 && presence.clock.now() - lastAt >= limit;
    if (idle && (await presence.holds()).length === 0) return 'idle';
  }
}
