import { createHash, randomBytes } from 'node:crypto';
import type { AwsClock } from '../awsClock.ts';
import { OAuthError } from './oauthError.ts';
import type { OidcSignIn, OidcTokens } from './oidcTokens.ts';

interface Issued {
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly signIn: OidcSignIn;
}

export interface OidcCodes {
  issue(code: Issued): string;
  /** @throws OAuthError invalid_grant for a wrong, used or old code, another redirect or another verifier */
  redeem(grant: {
    readonly code: string;
    readonly redirectUri: string;
    readonly codeVerifier: string;
  }): OidcSignIn;
}

const lifeMilliseconds = 60_000;

/** Authorization codes: each is good for one minute and one try. */
export function oidcCodes(clock: AwsClock, tokens: OidcTokens): OidcCodes {
  const issued = new Map<string, Issued & { readonly expiresAt: number; used: boolean }>();
  return {
    issue: (code) => {
      const text = randomBytes(32).toString('base64url');
      issued.set(text, { ...code, expiresAt: clock.now() + lifeMilliseconds, used: false });
      return text;
    },
    redeem: ({ code, redirectUri, codeVerifier }) => {
      const known = issued.get(code);
      // Somebody else has it too: what it brought is taken back (RFC 6749 section 4.1.2).
      if (known?.used === true) tokens.revoke(known.signIn);
      const challenge = createHash('sha256').update(codeVerifier).digest('base64url');
      const good =
        known?.used === false &&
        known.redirectUri === redirectUri &&
        known.codeChallenge === challenge &&
        clock.now() < known.expiresAt;
      if (known !== undefined) known.used = true;
      if (!good) throw new OAuthError('invalid_grant', 'The code, its redirect or its verifier is wrong');
      return known.signIn;
    },
  };
}
