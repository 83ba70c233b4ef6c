import type { Answer } from '../answer.ts';
import { htmlPage } from '../html.ts';
import type { SiteRequest } from '../startSite.ts';
import { OAuthError } from './oauthError.ts';
import { oauthParameters } from './oauthParameters.ts';
import type { OidcCodes } from './oidcCodes.ts';
import type { OidcLogins } from './oidcLogins.ts';
import type { OidcState } from './oidcState.ts';
import { scopesOf } from './scopesOf.ts';

const parameters = [
  ...['response_type', 'client_id', 'redirect_uri', 'scope', 'state', 'nonce', 'prompt'],
  ...['code_challenge', 'code_challenge_method'],
];

/** GET /authorize: the code flow with PKCE by S256, and nothing else. */
export function authorizeEndpoint(state: OidcState, codes: OidcCodes, logins: OidcLogins) {
  return ({ query }: SiteRequest): Answer => {
    const redirectUri = query.get('redirect_uri') ?? '';
    // Nobody may be sent to an address that the client did not register, not even with an error.
    if (query.get('client_id') !== state.clientId) return htmlPage(400, 'Unknown client', '');
    if (!isRegistered(redirectUri, state.redirectUris)) return htmlPage(400, 'Unknown redirect address', '');
    const back = (answer: Readonly<Record<string, string>>): Answer => {
      const to = new URL(redirectUri);
      const given = { ...answer, state: query.get('state') ?? '', iss: state.provider.issuer };
      for (const [name, value] of Object.entries(given)) to.searchParams.set(name, value);
      return { status: 302, headers: { Location: to.href, 'Cache-Control': 'no-store' }, body: '' };
    };
    try {
      const { scopes, nonce, codeChallenge } = readRequest(query);
      return logins.ask({
        title: `Sign in to ${state.clientId}`,
        allow: (person) =>
          back({ code: codes.issue({ redirectUri, codeChallenge, signIn: { person, scopes, nonce } }) }),
        refuse: () => back({ error: 'access_denied', error_description: 'The person said no' }),
      });
    } catch (error) {
      if (error instanceof OAuthError) return back({ error: error.code, error_description: error.message });
      throw error;
    }
  };
}

interface AuthorizeRequest {
  readonly scopes: ReadonlySet<string>;
  readonly nonce: string | undefined;
  readonly codeChallenge: string;
}

/** @throws OAuthError */
function readRequest(query: ReadonlyMap<string, string>): AuthorizeRequest {
  const read = oauthParameters(query, parameters);
  if (read.required('response_type') !== 'code') {
    throw new OAuthError('unsupported_response_type', 'Only the code flow');
  }
  read.required('state');
  const codeChallenge = read.required('code_challenge');
  if (read.optional('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(codeChallenge)) {
    throw new OAuthError('invalid_request', 'PKCE with S256 is required');
  }
  const scopes = scopesOf(read.required('scope'));
  const prompt = read.optional('prompt') ?? 'login';
  if (!['login', 'consent'].includes(prompt)) throw new OAuthError('invalid_request', 'Unknown prompt');
  return { scopes, nonce: read.optional('nonce'), codeChallenge };
}

/** A loopback address counts whatever its port is (RFC 8252 section 7.3); every other one to the letter. */
function isRegistered(redirectUri: string, registered: readonly string[]): boolean {
  const loopback = /^(http:\/\/(?:127\.0\.0\.1|\[::1\])):\d+(\/.*)?$/.exec(redirectUri);
  const withoutPort = loopback === null ? redirectUri : `${loopback[1] ?? ''}${loopback[2] ?? ''}`;
  return registered.includes(withoutPort);
}
