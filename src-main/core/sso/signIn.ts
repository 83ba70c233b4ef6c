import { AppError } from '../errors.ts';
import type { Clock, IdentityCenter, Random, SecretStore } from '../ports.ts';
import { secretTrouble } from '../secretTrouble.ts';
import { awaitCodeToken, type CodeFlowPorts } from './codeFlow.ts';
import { awaitDeviceToken } from './deviceFlow.ts';
import { keepSignIn, type Approved, type KeepSignInPorts } from './keepSignIn.ts';
import type { Registrations } from './registrations.ts';
import type { ClientRegistration, DeviceAuthorization, SignInFlow, SsoSession } from './ssoSession.ts';
import { verificationLink } from './verificationLink.ts';

/** What a person is told while they sign in. */
export type SignInNews =
  | {
      readonly kind: 'link';
      readonly userCode: string | null;
      readonly link: string;
      readonly expiresAt: number;
    }
  | { readonly kind: 'offline' }
  | { readonly kind: 'online' };

export interface SignInCall {
  readonly signal: AbortSignal;
  readonly say: (news: SignInNews) => void;
  /** Somebody else than before signed in: whether that replaces the sign-in. */
  readonly mayReplace: (before: string, now: string) => Promise<boolean>;
}

export interface SignedIn {
  readonly ssoSession: string;
  /** Epoch milliseconds of the access token. */
  readonly expiresAt: number;
  readonly signedInAs: string | null;
}

export interface SignInPorts extends CodeFlowPorts, KeepSignInPorts {
  readonly identityCenter: IdentityCenter;
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: Pick<SecretStore, 'kind'>;
  readonly registrations: Registrations;
}

/**
 * One sign-in from the first call to the kept token, by either flow.
 *
 * @throws AppError secrets-locked, secrets-unavailable (before anybody is bothered), bad-input (start URL),
 *   sign-in-denied, sign-in-expired, other-person, offline, not-aws
 */
export async function signIn(
  ports: SignInPorts,
  place: SsoSession,
  flow: SignInFlow,
  call: SignInCall,
): Promise<SignedIn> {
  const before = await ports.tokens.stored(place.name);
  if (before.state === 'locked' || before.state === 'unavailable')
    throw secretTrouble(before, ports.secrets.kind);
  const kept = before.state === 'found' ? (before.token.registration ?? undefined) : undefined;
  const approved = await (flow === 'pkce' ? byCode : byDevice)(ports, place, kept, call);
  return keepSignIn(ports, place, approved, { ...call, isFirst: before.state === 'absent' });
}

async function byDevice(
  ports: SignInPorts,
  place: SsoSession,
  kept: ClientRegistration | undefined,
  call: SignInCall,
): Promise<Approved> {
  const { registration, authorization } = await authorize(ports, place, kept, call.signal);
  const link = verificationLink(authorization, place, ports.identityCenter.origin(place));
  call.say({ kind: 'link', userCode: authorization.userCode, link, expiresAt: authorization.expiresAt });
  const issued = await awaitDeviceToken(ports, place, registration, authorization, {
    signal: call.signal,
    offline: () => {
      call.say({ kind: 'offline' });
    },
    online: () => {
      call.say({ kind: 'online' });
    },
  });
  return { issued, registration };
}

/** AWS may have forgotten the client before its time: one new registration, then its word counts. */
async function authorize(
  { registrations, identityCenter }: SignInPorts,
  place: SsoSession,
  kept: ClientRegistration | undefined,
  signal: AbortSignal,
): Promise<{ registration: ClientRegistration; authorization: DeviceAuthorization }> {
  const first = await registrations.find(place, 'device', kept, signal);
  try {
    return {
      registration: first,
      authorization: await identityCenter.startDeviceAuthorization(place, first, signal),
    };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'sign-in-needed') throw error;
    registrations.drop(first);
  }
  const registration = await registrations.find(place, 'device', undefined, signal);
  return {
    registration,
    authorization: await identityCenter.startDeviceAuthorization(place, registration, signal),
  };
}

async function byCode(
  ports: SignInPorts,
  place: SsoSession,
  kept: ClientRegistration | undefined,
  call: SignInCall,
): Promise<Approved> {
  const registration = await ports.registrations.find(place, 'pkce', kept, call.signal);
  const show = (link: string, waitMs: number): void => {
    call.say({ kind: 'link', userCode: null, link, expiresAt: ports.clock.now() + waitMs });
  };
  try {
    const issued = await awaitCodeToken(ports, place, registration, { signal: call.signal, show });
    return { issued, registration };
  } catch (error) {
    // AWS forgot the client: the next sign-in registers a new one.
    if (error instanceof AppError && error.code === 'sign-in-needed') ports.registrations.drop(registration);
    throw error;
  }
}
