import type { CredentialSource, TemporaryCredentials } from '../credentials/temporaryCredentials.ts';
import { AppError } from '../errors.ts';
import type { Clock, IdentityCenter } from '../ports.ts';
import type { AccountRole } from '../profiles/profile.ts';
import { withRetries } from '../retry.ts';
import type { SsoSession, SsoToken } from '../sso/ssoSession.ts';
import type { SsoTokens } from '../sso/ssoTokens.ts';

export interface AccountRolePorts {
  readonly identityCenter: IdentityCenter;
  readonly tokens: SsoTokens;
  readonly clock: Clock;
}

/**
 * Credentials of a permission set in an account. They live as long as the permission set says: AWS lets nobody
 * choose. Needs no listing.
 *
 * @throws AppError sign-in-needed, denied (not assigned, or not yet), throttled, offline, …
 */
export function accountRoleCredentials(
  { identityCenter, tokens, clock }: AccountRolePorts,
  place: SsoSession,
  role: AccountRole,
): CredentialSource {
  const ask = async ({ accessToken }: SsoToken, signal: AbortSignal): Promise<TemporaryCredentials> => {
    try {
      return await identityCenter.getRoleCredentials(place, accessToken, role, signal);
    } catch (error) {
      throw isCode(error, 'denied') ? notAssigned(role, error) : error;
    }
  };
  const attempt = async (signal: AbortSignal): Promise<TemporaryCredentials> => {
    const token = await tokens.current(place);
    try {
      return await ask(token, signal);
    } catch (error) {
      if (!isCode(error, 'sign-in-needed')) throw error;
    }
    // A token dies early when the person signed out elsewhere; its refresh token says whether that was all.
    return ask(await tokens.afterRejection(place, token), signal);
  };
  // A sync of the same sign-in goes to the limit of what AWS allows: a few calls beside it are throttled.
  return (signal) => withRetries(clock, signal, () => attempt(signal), { attempts: 5, firstWait: 250 });
}

function isCode(error: unknown, code: AppError['code']): error is AppError {
  return error instanceof AppError && error.code === code;
}

function notAssigned({ roleName, accountName, accountId }: AccountRole, cause: AppError): AppError {
  const account = accountName === null ? accountId : `${accountName} (${accountId})`;
  return new AppError('denied', `AWS says that you have no access to ${roleName} in ${account}.`, {
    hint: 'The assignment was removed, never made or is minutes old; ask whoever manages IAM Identity Center.',
    cause,
  });
}
