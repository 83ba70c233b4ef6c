import type { AwsState } from '../awsState.ts';
import type { IssuedCredential } from '../issuedCredentials.ts';
import type { IamUser } from '../organisation.ts';
import { IamError } from './iamError.ts';

/** The user's key, active or not. @throws IamError NoSuchEntity, for another user's key too */
export function keyOf(user: IamUser, keyId: string, { credentials }: AwsState): IssuedCredential {
  const key = credentials.keysOf(user).find(({ accessKeyId }) => accessKeyId === keyId);
  if (key === undefined) {
    throw new IamError('NoSuchEntity', `The Access Key with id ${keyId} cannot be found.`);
  }
  return key;
}
