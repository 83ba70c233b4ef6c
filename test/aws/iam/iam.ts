import type { AwsService } from '../awsService.ts';
import type { AwsState } from '../awsState.ts';
import type { IssuedCredential } from '../issuedCredentials.ts';
import { principalArn } from '../principal.ts';
import { queryService } from '../queryService.ts';
import { parameterReader } from '../sts/parameterReader.ts';
import { invalidClientToken, verifySigV4 } from '../sts/sigV4.ts';
import { createAccessKey } from './createAccessKey.ts';
import { deleteAccessKey } from './deleteAccessKey.ts';
import { getAccessKeyLastUsed } from './getAccessKeyLastUsed.ts';
import { getRole } from './getRole.ts';
import { getUser } from './getUser.ts';
import type { IamAction, IamCall } from './iamAction.ts';
import { IamError } from './iamError.ts';
import { listAccessKeys } from './listAccessKeys.ts';
import { listAccountAliases } from './listAccountAliases.ts';
import { listMfaDevices } from './listMfaDevices.ts';
import { updateAccessKey } from './updateAccessKey.ts';

const actions: ReadonlyMap<string, IamAction> = new Map([
  ['CreateAccessKey', createAccessKey],
  ['DeleteAccessKey', deleteAccessKey],
  ['GetAccessKeyLastUsed', getAccessKeyLastUsed],
  ['GetRole', getRole],
  ['GetUser', getUser],
  ['ListAccessKeys', listAccessKeys],
  ['ListAccountAliases', listAccountAliases],
  ['ListMFADevices', listMfaDevices],
  ['UpdateAccessKey', updateAccessKey],
]);

/** As much of IAM as a person's own keys and devices need. */
export const iam = (state: AwsState): AwsService =>
  queryService({
    version: '2010-05-08',
    namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    actions: new Set(actions.keys()),
    serverErrorCode: 'ServiceFailure',
    run: (name, form, request) => {
      const caller = verifySigV4(request, 'iam', state);
      request.record.who = principalArn(caller.principal);
      const principal = admitted(caller);
      return actions.get(name)?.({ caller, principal, read: parameterReader(form, request), state });
    },
  });

/** @throws QueryError for sessions that may call nothing of IAM, whatever their policies say */
function admitted({ principal, sessionToken }: IssuedCredential): IamCall['principal'] {
  if (principal.kind === 'federated') {
    throw new IamError('AccessDenied', 'Cannot call IAM operations with federated user credentials');
  }
  // AWS calls the token invalid, though STS takes it.
  if (principal.kind === 'user' && sessionToken !== null && principal.mfaPresent !== true) {
    throw invalidClientToken();
  }
  return principal;
}
