import type { SignIn } from '../profiles/standing.svelte.ts';
import { timeLeft } from '../times.ts';

export interface SignInWords {
  /** `ok`: signed in. `warn`: it ends soon, or AWS is not reached. `off`: nobody is signed in, or nobody can say. */
  readonly tone: 'ok' | 'warn' | 'off';
  /** For a narrow place. */
  readonly short: string;
  readonly sentence: string;
  readonly signedIn: boolean;
}

/** Milliseconds left from which a sign-in that does not renew itself is marked. */
const soon = 15 * 60_000;

/** How a sign-in is doing; `now` in epoch milliseconds. */
export function signInWords({ state, expiresAt, renews, ofAwsCli }: SignIn, now: number): SignInWords {
  switch (state) {
    case 'signed-in':
      return signedInWords(
        expiresAt === null ? null : Date.parse(expiresAt) - now,
        renews,
        ofAwsCli ? 'Signed in with the AWS CLI' : 'Signed in',
      );
    case 'signed-in-offline':
      return { tone: 'warn', short: 'offline', sentence: 'Signed in, offline', signedIn: true };
    case 'signed-out':
      return { tone: 'off', short: 'signed out', sentence: 'Signed out', signedIn: false };
    case 'ended':
      return { tone: 'warn', short: 'ended', sentence: 'AWS ended the sign-in', signedIn: false };
    case 'locked':
      return {
        tone: 'off',
        short: 'locked',
        sentence: 'Not known while the secrets are locked',
        signedIn: false,
      };
    case 'unavailable':
      return {
        tone: 'off',
        short: 'not known',
        sentence: 'Not known: the secrets cannot be read',
        signedIn: false,
      };
  }
}

function signedInWords(left: number | null, renews: boolean, what: string): SignInWords {
  // An access token that has ended is renewed when it is asked for next.
  if (left === null || left <= 0) {
    return { tone: 'ok', short: 'signed in', sentence: what, signedIn: true };
  }
  const words = timeLeft(left);
  return {
    tone: !renews && left < soon ? 'warn' : 'ok',
    short: words,
    sentence: `${what}, ${words} left${renews ? ', renews by itself' : ''}`,
    signedIn: true,
  };
}
