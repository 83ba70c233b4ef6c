import type { IamUserView } from '../contract.ts';
import { iamUserProfileId } from '../core/profiles/iamUserProfileId.ts';
import { partsOfUserArn, type IamUser } from '../core/roles/iamUser.ts';
import { userKey } from '../core/roles/linkKey.ts';
import type { Domain } from './domain.ts';
import { isoTime } from './profileRows.ts';

/** The IAM users as every door may see them: no secret, and not which program gives the codes. */
export function iamUserViews(domain: Domain): IamUserView[] {
  return domain.settings.get().iamUsers.map((user) => iamUserView(domain, user));
}

export function iamUserView({ cache, sha256 }: Domain, user: IamUser): IamUserView {
  const { name, arn, keyId, region, mfaSerial, sessionSeconds } = user;
  const { accountId = '', userName = '' } = partsOfUserArn(arn) ?? {};
  return {
    ...{ name, arn, accountId, userName, keyId, region, mfaSerial, sessionSeconds },
    hasMfaProcess: user.mfaProcess !== null,
    mfaUntil: isoTime(cache.endOf(`${userKey(name)} mfa`) ?? null),
    profileId: iamUserProfileId(sha256, user),
  };
}
