import type { AwsRequest } from '../awsRequest.ts';
import type { AwsState } from '../awsState.ts';
import { principalPartition, type FederatedPrincipal, type RolePrincipal } from '../principal.ts';
import { partitionOf } from '../partition.ts';

/** Who will be signed in to the console, and until when (epoch milliseconds). */
export interface FederationSession {
  readonly principal: RolePrincipal | FederatedPrincipal;
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
  { region, regional }: Pick<AwsRequest, 'region' | 'regional'>,
  { credentials, clock }: AwsState,
): FederationSession {
  const { sessionId, sessionKey, sessionToken } = readCredentials(form.get('Session') ?? '');
  const credential = credentials.find(sessionId, sessionToken);
  const now = clock.now();
  if (credential?.secretAccessKey !== sessionKey) throw new FederationRefused('unknown credentials');
  const { principal, expiresAt } = credential;
  // An IAM user, in a session or not, must first become a role or a federated user.
  if (principal.kind === 'user' || expiresAt === null) throw new FederationRefused("an IAM user's own");
  if (regional && principalPartition(principal) !== partitionOf(region)) {
    throw new FederationRefused('credentials of another partition');
  }
  if (now >= expiresAt) throw new FederationRefused('expired credentials');
  const duration = form.get('SessionDuration');
  if (duration === undefined) return { principal, consoleEndsAt: expiresAt };
  return { principal, consoleEndsAt: now + durationSeconds(duration, principal) * 1000 };
}

/** 900 to 43200, at most the role's maximum, and not at all for chained credentials and federated users. */
function durationSeconds(duration: string, principal: FederationSession['principal']): number {
  const seconds = /^\d{1,5}$/.test(duration) ? Number(duration) : NaN;
  if (!(seconds >= 900 && seconds <= 43_200)) throw new FederationRefused('SessionDuration is 900 to 43200');
  if (principal.kind === 'federated') throw new FederationRefused('SessionDuration of a federated user');
  const { chained, maxSessionSeconds } = principal;
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
