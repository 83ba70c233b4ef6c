import { uniqueId } from '../ids.ts';
import { roleArn } from '../organisation.ts';
import { principalAccount, principalPartition } from '../principal.ts';
import { authorize } from './authorize.ts';
import { foundedAt } from './foundedAt.ts';
import type { IamAction } from './iamAction.ts';
import { IamError } from './iamError.ts';
import { trustDocument } from './trustDocument.ts';

/** Of the caller's own account; the roles behind permission sets are not here. */
export const getRole: IamAction = (call) => {
  const name = call.read.requiredText('RoleName', { min: 1, max: 64, pattern: '[\\w+=,.@-]+' });
  call.read.finish();
  authorize({ action: 'iam:GetRole', resource: `role ${name}` }, call);
  const accountId = principalAccount(call.principal);
  const partition = principalPartition(call.principal);
  const role = call.state.organisations
    .flatMap(({ roles }) => roles)
    .find((known) => known.name === name && known.accountId === accountId && known.partition === partition);
  if (role === undefined) {
    throw new IamError('NoSuchEntity', `The role with name ${name} cannot be found.`);
  }
  const arn = roleArn(role);
  return {
    Role: {
      Path: role.path ?? '/',
      RoleName: name,
      RoleId: uniqueId('AROA', arn),
      Arn: arn,
      CreateDate: foundedAt,
      AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trustDocument(role.trust))),
      MaxSessionDuration: role.maxSessionSeconds ?? 3600,
      RoleLastUsed: {},
    },
  };
};
