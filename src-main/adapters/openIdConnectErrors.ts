import { AppError } from '../core/errors.ts';
import { toAppError } from './awsErrors.ts';

export const refusedByProvider = (message: string, hint = 'Check the issuer and the client id.'): AppError =>
  new AppError('federation-refused', message, { hint });

/**
 * What openid-client or the network threw. Nothing that the provider wrote stands in the message but the name of its
 * error: a description may repeat a code or a token.
 */
export function toProviderError(error: unknown): AppError {
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    if (inner instanceof AppError) return inner;
    const name = oauthError(inner);
    if (name !== undefined) return byOauthError(name);
  }
  if (status(error) >= 500) {
    return new AppError('federation-refused', 'The identity provider failed.', {
      hint: 'Try again in a moment.',
      retry: 'later',
    });
  }
  if (isOfLibrary(error)) {
    return refusedByProvider(`What the identity provider answered cannot be taken${codeOf(error)}.`);
  }
  const { code, hint } = toAppError(error);
  if (code === 'offline') {
    return new AppError('offline', 'The identity provider cannot be reached.', {
      hint: 'Check the network, VPN or proxy.',
    });
  }
  return refusedByProvider('The identity provider cannot be talked to over this network.', hint);
}

function byOauthError(name: string): AppError {
  if (name === 'access_denied') {
    return new AppError('sign-in-denied', 'The sign-in was denied.', { hint: 'Sign in again.' });
  }
  if (name === 'expired_token') {
    return new AppError('sign-in-expired', 'The sign-in code expired before it was approved.', {
      hint: 'Sign in again.',
    });
  }
  return refusedByProvider(`The identity provider refused the sign-in (${name}).`);
}

/** The `error` of an answer by RFC 6749, from openid-client’s ResponseBodyError or AuthorizationResponseError. */
function oauthError(error: Error): string | undefined {
  const { error: name } = error as Error & { readonly error?: unknown };
  return typeof name === 'string' && /^[a-z_]{1,60}$/.test(name) ? name : undefined;
}

function status(error: unknown): number {
  const { cause } = error as { readonly cause?: unknown };
  return cause instanceof Response ? cause.status : 0;
}

const isOfLibrary = (error: unknown): boolean =>
  error instanceof Error &&
  /^(ClientError|ResponseBodyError|AuthorizationResponseError|WWWAuth\w+|TypeError)$/.test(error.name);

/** Such as OAUTH_JWT_CLAIM_COMPARISON_FAILED, for whoever set the provider up. */
function codeOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' && /^[A-Z_]{1,60}$/.test(code) ? ` (${code})` : '';
}
