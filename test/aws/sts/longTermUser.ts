import type { IssuedCredential } from '../issuedCredentials.ts';
import type { IamUser } from '../organisation.ts';
import { StsError } from './stsError.ts';

/**
 * The IAM user who calls with a long-term key.
 * @throws StsError AccessDenied: temporary credentials cannot be exchanged for further ones by these two calls
 */
export function longTermUser(
  { principal, sessionToken }: IssuedCredential,
  action: 'GetSessionToken' | 'GetFederationToken',
): IamUser {
  if (principal.kind !== 'user' || sessionToken !== null) {
    throw new StsError('AccessDenied', `Cannot call ${action} with session credentials`);
  }
  return principal.user;
}
