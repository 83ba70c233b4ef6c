import type { TokenEndpointResponse, TokenEndpointResponseHelpers } from 'openid-client';
import type { IdentityToken } from '../core/ports.ts';
import { refusedByProvider } from './openIdConnectErrors.ts';

/** Characters; AWS's limit for WebIdentityToken. */
const longestToken = 20_000;
const longestName = 256;

/** What AWS is shown, of a checked answer. A refresh may leave the refresh token as it was. */
export function identityToken(
  answer: TokenEndpointResponse & TokenEndpointResponseHelpers,
  refreshToken: string | null,
): IdentityToken {
  const { id_token: idToken } = answer;
  const claims = answer.claims();
  if (idToken === undefined || claims === undefined) {
    throw refusedByProvider(
      'The identity provider gave no ID token.',
      'The client needs the scope “openid”.',
    );
  }
  if (idToken.length >= longestToken) {
    throw refusedByProvider(
      'The identity provider’s token is longer than the 20,000 characters that AWS takes.',
      'Ask for fewer scopes, or have groups left out of the token.',
    );
  }
  const names = [claims['email'], claims['preferred_username'], claims.sub];
  return {
    idToken,
    expiresAt: claims.exp * 1000,
    refreshToken: answer.refresh_token ?? refreshToken,
    signedInAs: names.map(shown).find((name) => name !== '') ?? null,
  };
}

const shown = (name: unknown): string =>
  typeof name === 'string'
    ? name
        .replaceAll(/[\p{C}\u2028\u2029]/gu, '')
        .slice(0, longestName)
        .trim()
    : '';
