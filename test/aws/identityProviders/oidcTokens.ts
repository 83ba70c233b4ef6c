import { randomBytes } from 'node:crypto';
import { OAuthError } from './oauthError.ts';
import type { OidcState } from './oidcState.ts';

/** What a person allowed the client. */
export interface OidcSignIn {
  readonly person: string;
  readonly scopes: ReadonlySet<string>;
  readonly nonce: string | undefined;
}

/** The members of a token answer. */
type TokenAnswer = Readonly<Record<string, unknown>>;

export interface OidcTokens {
  issue(signIn: OidcSignIn): TokenAnswer;
  /** New tokens, and a new refresh token in the place of this one. @throws OAuthError invalid_grant */
  refresh(refreshToken: string): TokenAnswer;
  /** Ends all that came from the sign-in. */
  revoke(signIn: OidcSignIn): void;
}

export function oidcTokens(state: OidcState): OidcTokens {
  const { clock, plan, provider, clientId } = state;
  const refreshTokens = new Map<string, OidcSignIn>();
  const used = new Set<string>();
  const revoked = new Set<OidcSignIn>();
  const idToken = ({ person, scopes }: OidcSignIn, nonce: string | undefined): string => {
    const iat = Math.floor(clock.now() / 1000);
    const honest = {
      ...{ aud: clientId, sub: person, iat, exp: iat + plan.idTokenSeconds },
      ...(scopes.has('email') ? { email: person } : {}),
      ...(nonce === undefined ? {} : { nonce }),
    };
    return provider.token(plan.claims(honest));
  };
  const tokens = (signIn: OidcSignIn, nonce: string | undefined): TokenAnswer => {
    const refreshToken = randomBytes(32).toString('base64url');
    const refreshes = plan.refreshTokens && signIn.scopes.has('offline_access');
    if (refreshes) refreshTokens.set(refreshToken, signIn);
    return {
      access_token: randomBytes(32).toString('base64url'),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: [...signIn.scopes].join(' '),
      id_token: idToken(signIn, nonce),
      ...(refreshes ? { refresh_token: refreshToken } : {}),
    };
  };
  return {
    issue: (signIn) => tokens(signIn, signIn.nonce),
    refresh: (refreshToken) => {
      const signIn = refreshTokens.get(refreshToken);
      // Two who hold one refresh token cannot be told apart, so both lose it (RFC 9700 section 4.14.2).
      if (signIn !== undefined && used.has(refreshToken)) revoked.add(signIn);
      if (signIn === undefined || revoked.has(signIn)) {
        throw new OAuthError('invalid_grant', 'The refresh token is invalid, used or revoked');
      }
      used.add(refreshToken);
      // The nonce belongs to the one answer of the first sign-in (OpenID Connect Core 12.2).
      return tokens(signIn, undefined);
    },
    revoke: (signIn) => {
      revoked.add(signIn);
    },
  };
}
