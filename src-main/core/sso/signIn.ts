import { AppError } from '../errors.ts';
import type { Clock, IdentityCenter, Random, SecretStore, Sts } from '../ports.ts';
import type { AccountRole } from '../profiles/profile.ts';
import { secretTrouble } from '../secretTrouble.ts';
import { awaitCodeToken, type CodeFlowPorts } from './codeFlow.ts';
import { awaitDeviceToken, type IssuedToken } from './deviceFlow.ts';
import type { People } from './people.ts';
import type { Registrations } from './registrations.ts';
import { signedInAs } from './signedInAs.ts';
import type { ClientRegistration, DeviceAuthorization, SignInFlow, SsoSession } from './ssoSession.ts';
import type { SsoTokens } from './ssoTokens.ts';
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

export interface SignInPorts extends CodeFlowPorts {
  readonly identityCenter: IdentityCenter;
  readonly sts: Sts;
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: Pick<SecretStore, 'kind'>;
  readonly tokens: SsoTokens;
  readonly people: People;
  readonly registrations: Registrations;
  readonly knownRoles: (ssoSession: string) => Promise<readonly AccountRole[]>;
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
  const kept = before.state === 'found' ? before.token.registration : undefined;
  const { issued, registration } = await (flow === 'pkce' ? byCode : byDevice)(ports, place, kept, call);
  const who = await signedInAs(
    ports,
    place,
    issued.accessToken,
    await ports.knownRoles(place.name),
    call.signal,
  );
  if (before.state === 'found') await askWhenOther(ports, place, issued, who, call);
  const token = await ports.tokens.keep(place, issued, registration);
  await ports.people.signedIn(place.name, who);
  return { ssoSession: place.name, expiresAt: token.expiresAt, signedInAs: who };
}

interface Approved {
  readonly issued: IssuedToken;
  readonly registration: ClientRegistration;
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

/** A browser may still be signed in as somebody else; their token must not quietly take the place of this one. */
async function askWhenOther(
  { people, identityCenter }: SignInPorts,
  place: SsoSession,
  issued: IssuedToken,
  who: string | null,
  call: SignInCall,
): Promise<void> {
  const previous = (await people.of(place.name))?.signedInAs ?? null;
  if (previous === null || previous === who) return;
  const now = who ?? 'somebody without a role here';
  if (await call.mayReplace(previous, now)) return;
  // The refused token would stay good for hours; nobody keeps it.
  await identityCenter.logout(place, issued.accessToken).catch(() => undefined);
  throw new AppError('other-person', `“${place.name}” was signed in as ${previous}, now ${now} signed in.`, {
    hint: `The sign-in of ${previous} is kept. To replace it: latchkey login ${place.name} --replace`,
  });
}
