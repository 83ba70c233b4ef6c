import type { IamAction } from './iamAction.ts';
import { IamError } from './iamError.ts';
import { keyOf } from './keyOf.ts';
import { readAccessKeyId } from './readAccessKeyId.ts';
import { readUserName } from './readUserName.ts';
import { userOf } from './userOf.ts';

export const updateAccessKey: IamAction = (call) => {
  const userName = readUserName(call.read);
  const keyId = readAccessKeyId(call.read);
  const status = call.read.requiredText('Status', { values: ['Active', 'Expired', 'Inactive'] });
  call.read.finish();
  const user = userOf(userName, 'iam:UpdateAccessKey', call);
  const key = keyOf(user, keyId, call.state);
  // A key expires by itself; how AWS words this is not known.
  if (status === 'Expired') throw new IamError('InvalidInput', 'The status cannot be set to Expired.');
  call.state.credentials.setActive(key, status === 'Active');
  return undefined;
};
