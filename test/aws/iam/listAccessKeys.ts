import type { IamAction } from './iamAction.ts';
import { keyMetadata } from './keyMetadata.ts';
import { readPaging } from './readPaging.ts';
import { readUserName } from './readUserName.ts';
import { userOf } from './userOf.ts';

export const listAccessKeys: IamAction = (call) => {
  const userName = readUserName(call.read);
  const pageOf = readPaging(call.read);
  call.read.finish();
  const user = userOf(userName, 'iam:ListAccessKeys', call);
  const { rows, rest } = pageOf(call.state.credentials.keysOf(user));
  return { AccessKeyMetadata: { member: rows.map((key) => keyMetadata(user, key)) }, ...rest };
};
