import type { Sha256 } from '../ports.ts';
import type { IamUser } from '../roles/iamUser.ts';
import { derivedId } from './profile.ts';

/** Id of the profile that an IAM user is by itself. */
export function iamUserProfileId(sha256: Sha256, { name, arn }: Pick<IamUser, 'name' | 'arn'>): string {
  return derivedId(sha256, 'iam-user', name, arn);
}
