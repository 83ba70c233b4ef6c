import type { IamAction } from './iamAction.ts';
import { keyOf } from './keyOf.ts';
import { readAccessKeyId } from './readAccessKeyId.ts';
import { readUserName } from './readUserName.ts';
import { userOf } from './userOf.ts';

export const deleteAccessKey: IamAction = (call) => {
  const userName = readUserName(call.read);
  const keyId = readAccessKeyId(call.read);
  call.read.finish();
  const user = userOf(userName, 'iam:DeleteAccessKey', call);
  call.state.credentials.delete(keyOf(user, keyId, call.state));
  return undefined;
};
