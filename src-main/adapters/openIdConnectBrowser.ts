import type { IdentityToken, OidcPrompt } from '../core/ports.ts';
import { callbackListeners } from './callbackListeners.ts';
import type { FoundProvider } from './openIdConnect.ts';
import { identityToken } from './openIdConnectToken.ts';

/** How long the listener waits. */
const waitMs = 10 * 60_000;

/** Authorization code with PKCE on 127.0.0.1. The listener is there before the page, so that nobody can come first. */
export async function signInByBrowser(
  { library, provider, scope, clock, page }: FoundProvider,
  ask: (prompt: OidcPrompt) => void,
  signal: AbortSignal,
): Promise<IdentityToken> {
  const state = library.randomState();
  const nonce = library.randomNonce();
  const verifier = library.randomPKCECodeVerifier();
  const listener = await callbackListeners.listen(state);
  try {
    const link = library.buildAuthorizationUrl(provider, {
      redirect_uri: listener.redirectUri,
      ...{ scope, state, nonce },
      code_challenge: await library.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    ask({ userCode: null, link: page(link.href), expiresAt: clock.now() + waitMs });
    const answer = await library.authorizationCodeGrant(provider, await listener.url(signal), {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    return identityToken(answer, null);
  } finally {
    await listener.close();
  }
}
