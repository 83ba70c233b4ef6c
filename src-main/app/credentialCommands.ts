import type { App } from '../app.ts';
import { parseAccountId, parseAssumedRoleArn, permissionSetOf } from '../core/arn.ts';
import { AppError } from '../core/errors.ts';
import { labelsOf } from '../core/guard/labelsOf.ts';
import { endForPrograms } from '../core/health/endForPrograms.ts';
import { partsOfUserArn } from '../core/roles/iamUser.ts';
import { withRetries } from '../core/retry.ts';
import { accountRoleProfile, profileId, type Profile } from '../core/profiles/profile.ts';
import { asked } from './asked.ts';
import type { Domain } from './domain.ts';
import { handOutKeys } from './handOut.ts';
import { isoTime } from './profileRows.ts';

type Commands = Pick<App, 'credentials' | 'checkIdentity'>;

export function credentialCommands(domain: Domain): Commands {
  return {
    async credentials(input, call) {
      const wanted = 'id' in input ? await profileOfId(domain, input.id) : await domain.find(input);
      const use = input.use ?? ('id' in input ? 'credential-process' : 'credentials');
      const request = { profile: wanted, use, asked: asked(input), call };
      const { profile, credentials } = await handOutKeys(domain, request);
      const { expiration, ...keys } = credentials;
      await domain.recents.used(profile.id);
      const { accountId, roleName } = profile.source;
      return {
        ...keys,
        expiration: isoTime(endForPrograms(expiration, domain.skew.offset())),
        profileName: profile.name,
        region: domain.regionOf(profile),
        accountId,
        roleName,
        labels: await labelsAsListed(domain, profile),
      };
    },

    async checkIdentity({ region, ...credentials }, { signal }) {
      const { arn, accountId } = await withRetries(domain.clock, signal, () =>
        domain.sts.getCallerIdentity(credentials, region, signal),
      );
      const role = parseAssumedRoleArn(arn)?.roleName ?? partsOfUserArn(arn)?.userName;
      return { arn, accountId, roleName: role === undefined ? null : (permissionSetOf(role) ?? role) };
    },
  };
}

/** The hot path knows the role alone, and labels may go by its account’s name. */
async function labelsAsListed({ settings, book }: Domain, profile: Profile): Promise<string[]> {
  const { labels } = settings.get();
  if (labels.length === 0) return [];
  return [...labelsOf(labels, (await book()).byId(profile.id) ?? profile)];
}

/** The hot path of every credential_process: a delivery knows its role, without working out what all are called. */
async function profileOfId(domain: Domain, id: string): Promise<Profile> {
  const isSaved = domain.settings.get().profiles.some((saved) => saved.id === id);
  const delivered = isSaved ? undefined : await deliveredRole(domain, id);
  if (delivered !== undefined) return delivered;
  const found = (await domain.book()).byId(id);
  if (found !== undefined) return found;
  throw new AppError('no-such-profile', 'The profile behind this entry is gone.', {
    hint: 'Deliver it again, or remove its section from ~/.aws/config.',
  });
}

async function deliveredRole(domain: Domain, id: string): Promise<Profile | undefined> {
  const { name, role } = (await domain.deliveries.remembered()).find((record) => record.id === id) ?? {};
  if (name === undefined || role == null || role.ssoSession === null) return undefined;
  const { ssoSession, accountId, roleName } = role;
  // The record of a role chain says where it ended, which is no role of the sign-in.
  if (profileId(domain.sha256, { ...role, ssoSession, accountId: parseAccountId(accountId) }) !== id)
    return undefined;
  const source = { ssoSession, accountId: parseAccountId(accountId), accountName: null, roleName };
  return accountRoleProfile(id, name, source);
}
