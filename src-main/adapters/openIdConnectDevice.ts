import type {
  DeviceAuthorizationResponse,
  TokenEndpointResponse,
  TokenEndpointResponseHelpers,
} from 'openid-client';
import { AppError } from '../core/errors.ts';
import type { IdentityToken, OidcPrompt } from '../core/ports.ts';
import type { FoundProvider } from './openIdConnect.ts';
import { refusedByProvider, toProviderError } from './openIdConnectErrors.ts';
import { identityToken } from './openIdConnectToken.ts';
import { within } from './within.ts';

/** Seconds; nobody waits longer for a person, whatever the provider allows. */
const longestWait = 3600;

/** Device code of RFC 8628; polls as the provider asks, and goes on through an outage until the code expires. */
export async function signInByDevice(
  { library, provider, scope, clock, page }: FoundProvider,
  ask: (prompt: OidcPrompt) => void,
  signal: AbortSignal,
): Promise<IdentityToken> {
  const waiting = await library.initiateDeviceAuthorization(provider, { scope });
  const { user_code: userCode, verification_uri: plain, verification_uri_complete: whole } = waiting;
  if (!/^[\u0020-\u007e]{1,64}$/.test(userCode)) {
    throw refusedByProvider('The identity provider’s code cannot be shown.');
  }
  const lasts = Math.min(waiting.expires_in, longestWait) * 1000;
  const limit = within(lasts, signal);
  ask({ userCode, link: page(whole ?? plain), expiresAt: clock.now() + lasts });
  const poll = () => library.pollDeviceAuthorizationGrant(provider, waiting, undefined, { signal: limit });
  return identityToken(await polled(poll, waiting, limit), null);
}

type TokenAnswer = TokenEndpointResponse & TokenEndpointResponseHelpers;

async function polled(
  poll: () => Promise<TokenAnswer>,
  waiting: DeviceAuthorizationResponse,
  limit: AbortSignal,
): Promise<TokenAnswer> {
  for (;;) {
    try {
      return await poll();
    } catch (error) {
      if (limit.aborted) throw expired();
      const cause = toProviderError(error);
      // Each poll begins with the provider's interval, so this is no busy loop.
      if (cause.code !== 'offline' || waiting.interval === 0) throw cause;
    }
  }
}

const expired = (): AppError =>
  new AppError('sign-in-expired', 'The sign-in code expired before it was approved.', {
    hint: 'Sign in again.',
  });
