import { noConsoleDuration } from '../core/console/noConsoleDuration.ts';
import { AppError } from '../core/errors.ts';
import type { TemporaryCredentials } from '../core/credentials/temporaryCredentials.ts';
import { withRetries } from '../core/retry.ts';
import { chainPlan, type ChainLink } from '../core/roles/chainPlan.ts';
import { durationToAsk } from '../core/roles/sessionLimits.ts';
import type { Domain } from './domain.ts';
import type { Allowed } from './handOut.ts';

/** Keys that the console's sign-in takes. */
export interface ConsoleKeys {
  readonly credentials: TemporaryCredentials;
  /** Seconds of the console session, as long as AWS lets the caller say; else it ends with the keys. */
  readonly sessionDuration: number | undefined;
}

const twelveHours = 12 * 60 * 60;

/**
 * Keys for the console. An IAM user's own, or their MFA session's, are refused there: GetFederationToken, AWS's call
 * for brokers, makes some that are not.
 * @throws AppError bad-input for a length that AWS does not take, and what `credentialsFor` throws
 */
export async function consoleKeys(
  domain: Domain,
  { profile, asked }: Allowed,
  sessionSeconds: number | undefined,
  signal: AbortSignal,
): Promise<ConsoleKeys> {
  const links = chainPlan(profile, { settings: domain.settings.get() });
  const last = links.at(-1);
  // Somebody allowed keys of this length alone: the console's session ends with them.
  const durationSeconds = asked.durationSeconds === undefined ? sessionSeconds : undefined;
  if (last?.call === 'GetSessionToken') {
    return {
      credentials: await federated(domain, last, durationSeconds, signal),
      sessionDuration: undefined,
    };
  }
  if (durationSeconds !== undefined) refuseDuration(noConsoleDuration(profile, domain.settings.get()));
  const credentials = await domain.credentialsFor(profile, signal, asked);
  return { credentials, sessionDuration: durationSeconds };
}

/** Without a policy such a session may do nothing; with all allowed it may do what the user may, IAM apart. */
const everything = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

async function federated(
  domain: Domain,
  { user, roleName }: Extract<ChainLink, { call: 'GetSessionToken' }>,
  durationSeconds: number | undefined,
  signal: AbortSignal,
): Promise<TemporaryCredentials> {
  const { current } = await domain.iamUserKeys.read(user.name);
  const request = {
    credentials: current,
    region: user.region,
    name: federatedName(roleName),
    policy: everything,
    durationSeconds: durationToAsk(
      'GetFederationToken',
      false,
      Math.min(durationSeconds ?? twelveHours, twelveHours),
    ),
  };
  const issued = await withRetries(domain.clock, signal, () =>
    domain.sts.getFederationToken(request, signal),
  );
  return issued.credentials;
}

/** 2 to 32 characters; a user's name has up to 64 of the same ones. */
function federatedName(userName: string): string {
  return userName.slice(0, 32).padEnd(2, '_');
}

function refuseDuration(why: string | undefined): void {
  if (why === undefined) return;
  throw new AppError('bad-input', why, {
    hint: 'Leave the duration out: the session lasts as long as the keys, an hour at most.',
  });
}
