import { isoSeconds } from '../isoSeconds.ts';
import type { IssuedCredential } from '../issuedCredentials.ts';
import type { IamUser } from '../organisation.ts';

/** What IAM tells of a key: all but its secret. */
export const keyMetadata = ({ name }: IamUser, { accessKeyId, active, createdAt }: IssuedCredential) => ({
  UserName: name,
  AccessKeyId: accessKeyId,
  Status: active ? 'Active' : 'Inactive',
  CreateDate: isoSeconds(createdAt),
});
