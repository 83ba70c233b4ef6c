import { parseAssumedRoleArn } from '../arn.ts';
import type { AccountRole } from '../profiles/profile.ts';
import type { Clock, IdentityCenter, Sts } from '../ports.ts';
import { withRetries } from '../retry.ts';
import type { SsoPlace } from './ssoSession.ts';

/**
 * Who a new token belongs to. The token itself does not say; the session name of any of the person's roles does
 * (GetCallerIdentity needs no permission). `null` where the person has no role or AWS did not answer: not knowing
 * is no reason to fail a sign-in.
 */
export async function signedInAs(
  ports: { readonly identityCenter: IdentityCenter; readonly sts: Sts; readonly clock: Clock },
  place: SsoPlace,
  accessToken: string,
  knownRoles: readonly AccountRole[],
  signal: AbortSignal,
): Promise<string | null> {
  const { identityCenter, sts, clock } = ports;
  // The portal grants no burst: calls right after one another are throttled as a matter of course.
  const patient = <Answer>(call: () => Promise<Answer>): Promise<Answer> =>
    withRetries(clock, signal, call, { attempts: 5, firstWait: 100 });

  async function firstRoles(): Promise<readonly Pick<AccountRole, 'accountId' | 'roleName'>[]> {
    const accounts = await patient(() => identityCenter.listAccounts(place, accessToken, undefined, signal));
    const [first] = accounts.rows;
    if (first === undefined) return [];
    const { accountId } = first;
    const roles = await patient(() =>
      identityCenter.listAccountRoles(place, accessToken, accountId, undefined, signal),
    );
    return roles.rows.slice(0, 1).map((roleName) => ({ accountId, roleName }));
  }

  async function nameIn(role: Pick<AccountRole, 'accountId' | 'roleName'>): Promise<string | null> {
    const credentials = await patient(() =>
      identityCenter.getRoleCredentials(place, accessToken, role, signal),
    );
    const { arn } = await patient(() => sts.getCallerIdentity(credentials, place.region, signal));
    return parseAssumedRoleArn(arn)?.sessionName ?? null;
  }

  const [known] = knownRoles;
  const name = known === undefined ? null : await nameIn(known).catch(() => null);
  signal.throwIfAborted();
  if (name !== null) return name;
  const [role] = await firstRoles().catch(() => []);
  const found = role === undefined ? null : await nameIn(role).catch(() => null);
  signal.throwIfAborted();
  return found;
}
