import type { CallbackListeners, IdentityCenter, Random, Sha256 } from '../ports.ts';
import type { IssuedToken } from './deviceFlow.ts';
import type { ClientRegistration, SsoPlace } from './ssoSession.ts';
import { AppError } from '../errors.ts';

/** AWS gives no end for the page; ten minutes as for a device code. */
const waitMs = 10 * 60 * 1000;

export interface CodeFlowPorts {
  readonly identityCenter: IdentityCenter;
  readonly callbacks: CallbackListeners;
  readonly random: Random;
  readonly sha256: Sha256;
}

/**
 * The authorization-code flow with PKCE: a browser on this machine comes back to 127.0.0.1 with a code. The
 * listener is bound before the link is shown, else a fast browser finds nobody.
 *
 * @throws AppError sign-in-denied, sign-in-expired
 */
export async function awaitCodeToken(
  ports: CodeFlowPorts,
  place: SsoPlace,
  registration: ClientRegistration,
  call: { readonly signal: AbortSignal; readonly show: (link: string, waitMs: number) => void },
): Promise<IssuedToken> {
  const state = ports.random.token(32);
  const codeVerifier = ports.random.token(48);
  const listener = await ports.callbacks.listen(state);
  try {
    const { redirectUri } = listener;
    const codeChallenge = ports.sha256(codeVerifier).base64url;
    call.show(
      ports.identityCenter.authorizeUrl(place, registration, { redirectUri, state, codeChallenge }),
      waitMs,
    );
    const code = await listener.code(call.signal);
    const grant = { kind: 'code', code, redirectUri, codeVerifier } as const;
    const answer = await ports.identityCenter.createToken(place, registration, grant, call.signal);
    if (answer.state === 'token') return answer;
    throw new AppError('aws-failed', 'AWS took the approval but gave no token.', { hint: 'Sign in again.' });
  } finally {
    await listener.close();
  }
}
