import { randomBytes } from 'node:crypto';
import type { AwsClock } from '../awsClock.ts';
import type { FederationSession } from './federationSession.ts';

export interface SigninTokens {
  issue(session: FederationSession): string;
  /** Once. Whether AWS lets a link be opened twice is not documented, so here it does not. */
  redeem(token: string): FederationSession | undefined;
}

const lifeMilliseconds = 15 * 60_000;

export function signinTokens(clock: AwsClock): SigninTokens {
  const issued = new Map<string, { readonly session: FederationSession; readonly expiresAt: number }>();
  return {
    issue: (session) => {
      const token = randomBytes(900).toString('base64url');
      issued.set(token, { session, expiresAt: clock.now() + lifeMilliseconds });
      return token;
    },
    redeem: (token) => {
      const known = issued.get(token);
      issued.delete(token);
      return known !== undefined && clock.now() < known.expiresAt ? known.session : undefined;
    },
  };
}
