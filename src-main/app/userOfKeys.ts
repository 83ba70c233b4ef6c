import type { AwsFiles } from '../core/profiles/deliveryRecord.ts';
import { keysOf } from '../core/profiles/takeover/staticKeys.ts';
import type { TakenProfile } from '../core/profiles/takeover/takenProfile.ts';
import { accountOfKey } from '../core/roles/accountOfKey.ts';
import { partsOfUserArn } from '../core/roles/iamUser.ts';
import { takenNamed } from './takenNamed.ts';
import { fitName, type UserOf } from './takeProfiles.ts';

/**
 * By the key itself: the person may call the user as they like. After a rotation the file has the key before; then it is
 * the user that has the offered name and is of the same account, which an access key’s id tells.
 */
export function userOfKeys(profiles: readonly TakenProfile[], texts: AwsFiles): UserOf {
  // Thousands of profiles may begin at one user, and each look for its key reads the file anew.
  const keyIds = new Map<string, string | undefined>();
  const keyIdOf = (name: string): string | undefined => {
    if (!keyIds.has(name)) {
      const from = takenNamed(profiles, name)?.from;
      const isHere = from?.kind === 'static-keys' && from.file !== 'elsewhere';
      keyIds.set(name, isHere ? keysOf(from.file, texts[from.file], name)?.accessKeyId : undefined);
    }
    return keyIds.get(name);
  };
  return ({ iamUsers }, name) => {
    const keyId = keyIdOf(name);
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
