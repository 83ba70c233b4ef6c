import { createHash, randomBytes } from 'node:crypto';
import type { AwsClock } from '../awsClock.ts';
import type { Organisation } from '../organisation.ts';
import { OidcError } from './oidcError.ts';
import type { PortalSession } from './portalSessions.ts';
import type { Registration } from './registrations.ts';

/** What a browser asked /authorize for. */
export interface AuthorizeRequest {
  readonly client: Registration;
  /** Of the client's issuerUrl. */
  readonly organisation: Organisation;
  /** With the port that the client listens on. */
  readonly redirectUri: string;
  readonly state: string;
  readonly codeChallenge: string;
}

export interface AuthorizationCodes {
  issue(request: AuthorizeRequest, session: PortalSession): string;
  /** @throws OidcError InvalidGrantException for a wrong, used, old or foreign code, redirect or verifier */
  redeem(
    grant: { readonly code: string; readonly redirectUri: string; readonly codeVerifier: string },
    client: Registration,
  ): PortalSession;
}

const lifeMilliseconds = 300_000;

export function authorizationCodes(clock: AwsClock): AuthorizationCodes {
  const issued = new Map<string, AuthorizeRequest & { session: PortalSession; expiresAt: number }>();
  return {
    issue: (request, session) => {
      const code = randomBytes(48).toString('base64url');
      issued.set(code, { ...request, session, expiresAt: clock.now() + lifeMilliseconds });
      return code;
    },
    redeem: ({ code, redirectUri, codeVerifier }, client) => {
      const known = issued.get(code);
      // Gone after the first try, good or not: an intercepted code cannot be tried with guessed verifiers.
      issued.delete(code);
      const challenge = createHash('sha256').update(codeVerifier).digest('base64url');
      const good =
        known?.client.clientId === client.clientId &&
        known.redirectUri === redirectUri &&
        known.codeChallenge === challenge &&
        clock.now() < known.expiresAt;
      if (!good) throw new OidcError('InvalidGrantException', 'Invalid grant provided');
      return known.session;
    },
  };
}
