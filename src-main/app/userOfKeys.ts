import type { AwsFiles } from '../core/profiles/deliveryRecord.ts';
import { keysOf } from '../core/profiles/takeover/staticKeys.ts';
import type { TakenProfile } from '../core/profiles/takeover/takenProfile.ts';
import { accountOfKey } from '../core/roles/accountOfKey.ts';
import { partsOfUserArn } from '../core/roles/iamUser.ts';
import { fitName, type UserOf } from './takeProfiles.ts';

/**
 * By the key itself: the person may call the user as they like. After a rotation the file has the key before; then it is
 * the user that has the offered name and is of the same account, which an access key’s id tells.
 */
export function userOfKeys(profiles: readonly TakenProfile[], texts: AwsFiles): UserOf {
  return ({ iamUsers }, name) => {
    const from = profiles.find((one) => one.name === name)?.from;
    const keyId =
      from?.kind === 'static-keys' && from.file !== 'elsewhere'
        ? keysOf(from.file, texts[from.file], name)?.accessKeyId
        : undefined;
    return (
      iamUsers.find((user) => user.keyId === keyId) ??
      iamUsers.find(
        ({ arn, name: called }) =>
          called === fitName(name) &&
          keyId !== undefined &&
          accountOfKey(keyId) === partsOfUserArn(arn)?.accountId,
      )
    );
  };
}
