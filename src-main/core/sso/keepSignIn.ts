import { AppError } from '../errors.ts';
import type { Clock, IdentityCenter, Sts } from '../ports.ts';
import type { AccountRole } from '../profiles/profile.ts';
import type { IssuedToken } from './deviceFlow.ts';
import type { People } from './people.ts';
import type { SignedIn, SignInCall } from './signIn.ts';
import { signedInAs } from './signedInAs.ts';
import type { ClientRegistration, SsoSession } from './ssoSession.ts';
import type { SsoTokens } from './ssoTokens.ts';

export interface KeepSignInPorts {
  readonly identityCenter: IdentityCenter;
  readonly sts: Sts;
  readonly clock: Clock;
  readonly tokens: SsoTokens;
  readonly people: People;
  readonly knownRoles: (ssoSession: string) => Promise<readonly AccountRole[]>;
}

/** A token that AWS gave to a person. `registration` is null where another program's client signed in. */
export interface Approved {
  readonly issued: IssuedToken;
  readonly registration: ClientRegistration | null;
}

export interface KeepSignInCall extends Pick<SignInCall, 'signal' | 'mayReplace'> {
  /** Nobody was signed in there before. */
  readonly isFirst: boolean;
  /** What it throws ends it right before the sign-in takes the place of the one before. */
  readonly beforeKept?: () => Promise<void>;
}

/**
 * Finds out who signed in, asks where it is another person than before, and keeps the token.
 * @throws AppError other-person, secrets-locked, secrets-unavailable
 */
export async function keepSignIn(
  ports: KeepSignInPorts,
  place: SsoSession,
  approved: Approved,
  call: KeepSignInCall,
): Promise<SignedIn> {
  const roles = await ports.knownRoles(place.name);
  const who = await signedInAs(ports, place, approved.issued.accessToken, roles, call.signal);
  if (!call.isFirst) await askWhenOther(ports, place, approved, who, call);
  await call.beforeKept?.();
  const token = await ports.tokens.keep(place, approved.issued, approved.registration);
  await ports.people.signedIn(place.name, who);
  return { ssoSession: place.name, expiresAt: token.expiresAt, signedInAs: who };
}

/** A browser may still be signed in as somebody else; their token must not quietly take the place of this one. */
async function askWhenOther(
  { people, identityCenter }: KeepSignInPorts,
  place: SsoSession,
  { issued, registration }: Approved,
  who: string | null,
  call: KeepSignInCall,
): Promise<void> {
  const previous = (await people.of(place.name))?.signedInAs ?? null;
  if (previous === null || previous === who) return;
  const now = who ?? 'somebody without a role here';
  if (await call.mayReplace(previous, now)) return;
  // The refused token would stay good for hours, and nobody keeps it; another program's is its own to end.
  if (registration !== null) await identityCenter.logout(place, issued.accessToken).catch(() => undefined);
  throw new AppError('other-person', `“${place.name}” was signed in as ${previous}, now ${now} signed in.`, {
    hint: `The sign-in of ${previous} is kept. To replace it: latchkey login ${place.name} --replace`,
  });
}
