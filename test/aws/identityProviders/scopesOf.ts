import { OAuthError } from './oauthError.ts';

/** What the provider has. */
export const knownScopes = ['openid', 'profile', 'email', 'offline_access'];

/** @throws OAuthError invalid_scope without `openid`, or with a scope that the provider does not have */
export function scopesOf(text: string): ReadonlySet<string> {
  const scopes = new Set(text.split(' '));
  const odd = [...scopes].filter((scope) => !knownScopes.includes(scope));
  if (odd.length > 0 || !scopes.has('openid')) throw new OAuthError('invalid_scope', 'Scope not allowed');
  return scopes;
}
