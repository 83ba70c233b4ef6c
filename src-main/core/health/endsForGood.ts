/** Milliseconds. Soon enough to finish what one is at, late enough to be about now. */
export const soonMs = 5 * 60 * 1000;

/** As far as a sign-in's end goes. */
export interface EndingSignIn {
  readonly ssoSession: string;
  readonly state: string;
  readonly renews: boolean;
  /** ISO 8601. */
  readonly expiresAt: string | null;
}

/**
 * Whether a sign-in that cannot renew itself is about to be over; `now` in epoch milliseconds. Of one that renews
 * nobody knows: AWS ends it when it likes, and until then there is nothing to do.
 */
export function endsForGood({ state, renews, expiresAt }: EndingSignIn, now: number): boolean {
  if (renews || expiresAt === null || !state.startsWith('signed-in')) return false;
  const left = Date.parse(expiresAt) - now;
  return left > 0 && left <= soonMs;
}
