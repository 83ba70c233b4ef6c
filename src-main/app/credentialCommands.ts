import type { App } from '../app.ts';
import { parseAccountId, parseAssumedRoleArn, permissionSetOf } from '../core/arn.ts';
import { consoleDestination } from '../core/console/consoleDestination.ts';
import { ssoSessionOf } from '../core/credentials/credentialsFor.ts';
import { AppError } from '../core/errors.ts';
import { partitionOf } from '../core/partition.ts';
import { withRetries } from '../core/retry.ts';
import type { Profile } from '../core/profiles/profile.ts';
import type { Domain } from './domain.ts';
import { isoTime } from './profileRows.ts';

type Commands = Pick<App, 'credentials' | 'consoleLink' | 'checkIdentity'>;

export function credentialCommands(domain: Domain): Commands {
  return {
    async credentials(input, { signal }) {
      const profile = 'id' in input ? await profileOfId(domain, input.id) : await domain.find(input);
      const { expiration, ...keys } = await domain.credentialsFor(profile, signal);
      await domain.recents.used(profile.id);
      const { accountId, roleName } = profile.source;
      return {
        ...keys,
        expiration: isoTime(expiration),
        profileName: profile.name,
        region: domain.regionOf(profile),
        accountId,
        roleName,
      };
    },

    async consoleLink({ service, path, region, durationSeconds, ...query }, { signal }) {
      const profile = await domain.find(query);
      const home = domain.regionOf(profile);
      const where = region ?? home;
      if (partitionOf(where).id !== partitionOf(home).id) {
        throw new AppError('bad-input', `${where} is in another AWS partition than this profile.`, {
          hint: `Choose a region like ${home}.`,
        });
      }
      const destination = consoleDestination(where, { service, path });
      const credentials = await domain.credentialsFor(profile, signal);
      const issuer = ssoSessionOf(domain.settings, profile.source.ssoSession).startUrl;
      const request = { credentials, region: where, destination, issuer, signal };
      const link = await withRetries(domain.clock, signal, () =>
        domain.consoleFederation.consoleLink(
          durationSeconds === undefined ? request : { ...request, durationSeconds },
        ),
      );
      await domain.recents.used(profile.id);
      const ends =
        durationSeconds === undefined ? credentials.expiration : domain.clock.now() + durationSeconds * 1000;
      return { link, profileName: profile.name, endsAt: isoTime(ends) };
    },

    async checkIdentity({ region, ...credentials }, { signal }) {
      const { arn, accountId } = await withRetries(domain.clock, signal, () =>
        domain.sts.getCallerIdentity(credentials, region, signal),
      );
      const role = parseAssumedRoleArn(arn)?.roleName;
      return { arn, accountId, roleName: role === undefined ? null : (permissionSetOf(role) ?? role) };
    },
  };
}

/** The hot path of every credential_process: a delivery knows its role, without working out what all are called. */
async function profileOfId(domain: Domain, id: string): Promise<Profile> {
  const delivered = (await domain.deliveries.remembered()).find(
    (record) => record.id === id && record.role !== null,
  );
  const role = delivered?.role ?? null;
  if (delivered !== undefined && role !== null) {
    const source = { ...role, accountId: parseAccountId(role.accountId), accountName: null };
    return { id, name: delivered.name, source };
  }
  const { profiles } = await domain.book();
  const found = profiles.find((profile) => profile.id === id);
  if (found !== undefined) return found;
  throw new AppError('no-such-profile', 'The profile behind this entry is gone.', {
    hint: 'Deliver it again, or remove its section from ~/.aws/config.',
  });
}
