import { AppError } from '../errors.ts';
import type { Clock, IdentityCenter, TokenAnswer } from '../ports.ts';
import { mayHelpLater } from '../retry.ts';
import type { ClientRegistration, DeviceAuthorization, SsoPlace } from './ssoSession.ts';

/** RFC 8628: each slow_down adds five seconds for the rest of the sign-in. */
const slowDownSeconds = 5;

export type IssuedToken = Extract<TokenAnswer, { state: 'token' }>;

/**
 * Asks AWS for the token until the person approved. Waits as AWS says, goes on through a lost network and a
 * laptop's sleep, and ends when the code has expired, the person denied it or the signal aborts.
 *
 * @throws AppError sign-in-expired, sign-in-denied
 */
export async function awaitDeviceToken(
  ports: { readonly identityCenter: IdentityCenter; readonly clock: Clock },
  place: SsoPlace,
  registration: ClientRegistration,
  authorization: DeviceAuthorization,
  call: { readonly signal: AbortSignal; readonly offline: () => void; readonly online: () => void },
): Promise<IssuedToken> {
  const { identityCenter, clock } = ports;
  const grant = { kind: 'device', deviceCode: authorization.deviceCode } as const;
  let interval = authorization.interval;
  let away = false;
  for (;;) {
    await clock.sleep(interval * 1000, call.signal);
    const answer = await identityCenter
      .createToken(place, registration, grant, call.signal)
      .catch((error: unknown) => {
        if (call.signal.aborted || !mayHelpLater(error)) throw error;
        return { state: 'offline' } as const;
      });
    if (answer.state === 'token') return answer;
    if (answer.state === 'offline') call.offline();
    else if (away) call.online();
    away = answer.state === 'offline';
    if (answer.state === 'slow-down') interval += slowDownSeconds;
    // Asked once more after the end on purpose: the person may have approved while the laptop slept.
    if (clock.now() >= authorization.expiresAt) throw codeExpired();
  }
}

function codeExpired(): AppError {
  return new AppError('sign-in-expired', 'The sign-in code expired before it was approved.', {
    hint: 'Sign in again; the code is good for about ten minutes.',
  });
}
