import { isoSeconds } from '../isoSeconds.ts';
import { principalArn } from '../principal.ts';
import { authorize } from './authorize.ts';
import type { IamAction } from './iamAction.ts';
import { IamError } from './iamError.ts';
import { readAccessKeyId } from './readAccessKeyId.ts';
import { usersOfAccount } from './userOf.ts';

const action = 'iam:GetAccessKeyLastUsed';

/** The only action that finds a key's user; an unknown key sounds like one of another account. */
export const getAccessKeyLastUsed: IamAction = (call) => {
  const keyId = readAccessKeyId(call.read);
  call.read.finish();
  const { credentials } = call.state;
  const keys = usersOfAccount(call).flatMap((user) => credentials.keysOf(user).map((key) => ({ user, key })));
  const found = keys.find(({ key }) => key.accessKeyId === keyId);
  if (found === undefined) {
    throw new IamError(
      'AccessDenied',
      `User: ${principalArn(call.principal)} is not authorized to perform: ${action} on resource: access key ${keyId}`,
    );
  }
  const { user, key } = found;
  authorize({ action, resource: `user ${user.name}` }, call);
  const { lastUsed } = key;
  return {
    UserName: user.name,
    AccessKeyLastUsed: {
      LastUsedDate: lastUsed === null ? undefined : isoSeconds(lastUsed.at),
      ServiceName: lastUsed?.service ?? 'N/A',
      Region: lastUsed?.region ?? 'N/A',
    },
  };
};
