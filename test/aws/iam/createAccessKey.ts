import type { IamAction } from './iamAction.ts';
import { IamError } from './iamError.ts';
import { keyMetadata } from './keyMetadata.ts';
import { readUserName } from './readUserName.ts';
import { userOf } from './userOf.ts';

/** Inactive ones count. */
const mostKeys = 2;

/** The only answer that ever has the secret. */
export const createAccessKey: IamAction = (call) => {
  const userName = readUserName(call.read);
  call.read.finish();
  const user = userOf(userName, 'iam:CreateAccessKey', call);
  const { credentials } = call.state;
  if (credentials.keysOf(user).length >= mostKeys) {
    throw new IamError('LimitExceeded', `Cannot exceed quota for AccessKeysPerUser: ${mostKeys}`);
  }
  const key = credentials.create(user);
  return { AccessKey: { ...keyMetadata(user, key), SecretAccessKey: key.secretAccessKey } };
};
