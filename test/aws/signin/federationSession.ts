import type { AwsState } from '../awsState.ts';
import type { RolePrincipal } from '../principal.ts';

/** Who will be signed in to the console, and until when (epoch milliseconds). */
export interface FederationSession {
  readonly principal: RolePrincipal;
  readonly consoleEndsAt: number;
}

/** AWS tells a client nothing but "Invalid credentials parameter". */
export class FederationRefused extends Error {}

/**
 * The session of getSigninToken's `Session` and `SessionDuration`.
 * @throws FederationRefused
 */
export function readSession(
  form: ReadonlyMap<string, string>,
  { credentials, clock }: AwsState,
): FederationSession {
  const { sessionId, sessionKey, sessionToken } = readCredentials(form.get('Session') ?? '');
  const credential = credentials.find(sessionId, sessionToken);
  const now = clock.now();
  if (credential?.secretAccessKey !== sessionKey) throw new FederationRefused('unknown credentials');
  const { principal, expiresAt } = credential;
  // Keys of an IAM user must be exchanged for a role's first.
  if (principal.kind !== 'role' || expiresAt === null) throw new FederationRefused('not a role session');
  if (now >= expiresAt) throw new FederationRefused('expired credentials');
  const duration = form.get('SessionDuration');
  if (duration === undefined) return { principal, consoleEndsAt: expiresAt };
  return { principal, consoleEndsAt: now + durationSeconds(duration, principal) * 1000 };
}

/** 900 to 43200, at most the role's maximum, and not at all for chained credentials. */
function durationSeconds(duration: string, { chained, maxSessionSeconds }: RolePrincipal): number {
  const seconds = /^\d{1,5}$/.test(duration) ? Number(duration) : NaN;
  if (!(seconds >= 900 && seconds <= 43_200)) throw new FederationRefused('SessionDuration is 900 to 43200');
  if (chained) throw new FederationRefused('SessionDuration with chained credentials');
  if (seconds > maxSessionSeconds) throw new FederationRefused("SessionDuration above the role's maximum");
  return seconds;
}

type Triple = Readonly<Record<'sessionId' | 'sessionKey' | 'sessionToken', string>>;

function readCredentials(json: string): Triple {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    throw new FederationRefused('Session is not JSON');
  }
  if (!isTriple(parsed))
    throw new FederationRefused('Session has exactly sessionId, sessionKey, sessionToken');
  return parsed;
}

function isTriple(value: unknown): value is Triple {
  if (typeof value !== 'object' || value === null) return false;
  const names = Object.keys(value).sort().join();
  return (
    names === 'sessionId,sessionKey,sessionToken' &&
    Object.values(value).every((member) => typeof member === 'string')
  );
}
