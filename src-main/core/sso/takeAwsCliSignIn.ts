import { AppError } from '../errors.ts';
import type { SecretStore } from '../ports.ts';
import { withRetries } from '../retry.ts';
import { secretTrouble } from '../secretTrouble.ts';
import { findAwsCliSignIn, type AwsCliSignInPorts } from './findAwsCliSignIn.ts';
import { keepSignIn, type KeepSignInPorts } from './keepSignIn.ts';
import type { SignedIn, SignInCall } from './signIn.ts';
import type { SsoSession } from './ssoSession.ts';

export type TakeAwsCliSignInPorts = AwsCliSignInPorts &
  KeepSignInPorts & { readonly secrets: Pick<SecretStore, 'kind'> };

/**
 * Takes the access token of a sign-in that the AWS CLI made, once the portal takes it. Its refresh token stays where
 * it is: two that renew one sign-in end it for each other. So it ends here when that token does.
 *
 * @throws AppError sign-in-needed (there is none, ours is as good, or AWS no longer takes it), other-person,
 *   secrets-locked, secrets-unavailable, offline, not-aws
 */
export async function takeAwsCliSignIn(
  ports: TakeAwsCliSignInPorts,
  place: SsoSession,
  call: Pick<SignInCall, 'signal' | 'mayReplace'>,
): Promise<SignedIn> {
  const before = await ports.tokens.stored(place.name);
  if (before.state === 'locked' || before.state === 'unavailable')
    throw secretTrouble(before, ports.secrets.kind);
  const { accessToken, expiresAt } = await found(ports, place);
  await askPortal(ports, place, accessToken, call.signal);
  const approved = {
    issued: { state: 'token', accessToken, expiresAt, refreshToken: null },
    registration: null,
  } as const;
  return keepSignIn(ports, place, approved, {
    ...call,
    isFirst: before.state === 'absent',
    // Somebody may have signed in at the browser meanwhile.
    beforeKept: async () => {
      await found(ports, place);
    },
  });
}

async function found(ports: TakeAwsCliSignInPorts, place: SsoSession) {
  const taken = await findAwsCliSignIn(ports, place);
  if (taken !== undefined) return taken;
  throw new AppError('sign-in-needed', `The AWS CLI has no sign-in to “${place.name}” that could be used.`, {
    hint: `Sign in with: latchkey login ${place.name}`,
  });
}

/** A token lives on in the cache after it was signed out elsewhere. */
async function askPortal(
  { identityCenter, clock }: TakeAwsCliSignInPorts,
  place: SsoSession,
  accessToken: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    await withRetries(clock, signal, () =>
      identityCenter.listAccounts(place, accessToken, undefined, signal),
    );
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'sign-in-needed') throw error;
    throw new AppError('sign-in-needed', `AWS no longer takes the AWS CLI’s sign-in to “${place.name}”.`, {
      hint: `Sign in with: latchkey login ${place.name}`,
      cause: error,
    });
  }
}
