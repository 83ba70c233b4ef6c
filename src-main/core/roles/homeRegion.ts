import { partsOfRoleArn } from '../arn.ts';
import { partitionOf } from '../partition.ts';
import { originOf, type Profile } from '../profiles/profile.ts';
import type { SettingsStore } from '../ports.ts';
import { ssoSessionOf } from '../sso/ssoSessionOf.ts';
import { iamUserOf, noSource } from './chainPlan.ts';
import { partsOfUserArn } from './iamUser.ts';
import { regionIn } from './regionIn.ts';
import { rootOf } from '../profiles/madeProfiles.ts';
import type { ProfileOrigin } from './savedProfile.ts';

/**
 * The region of a profile's keys and console, as far as it is of the partition that its keys mean something in: that
 * of a saved profile, the one set for the profile, for its account, that of an IAM user or a machine, of the settings,
 * or of what it begins at.
 * @throws AppError no-such-sso-session, no-such-iam-user, no-such-source
 */
export function homeRegion(settings: SettingsStore, profile: Profile): string {
  const { region, regions } = settings.get();
  const { start, partition } = homeOf(settings, profile);
  const { chain, id, source } = profile;
  const saved = chain?.saved === true ? chain.region : null;
  const set = [regions.profiles[id], regions.accounts[source.accountId]];
  return regionIn(partition, saved, ...set, chain?.region, region, start?.region);
}

/** Id of the partition that a profile's keys mean something in. @throws AppError as homeRegion */
export function homePartition(settings: SettingsStore, profile: Profile): string {
  return homeOf(settings, profile).partition;
}

function homeOf(settings: SettingsStore, profile: Profile) {
  const { profiles } = settings.get();
  const from = originOf(profile);
  const parent = from.kind === 'profile' ? profiles.find(({ id }) => id === from.id) : undefined;
  const root = from.kind === 'profile' ? parent && rootOf(parent, profiles) : from;
  const start = root && sourceRegion(settings, root);
  const last = profile.chain?.steps.at(-1)?.roleArn ?? parent?.steps.at(-1)?.roleArn;
  const partition = last === undefined ? start?.partition : partsOfRoleArn(last).partition;
  return { start, partition: partition ?? 'aws' };
}

function sourceRegion(
  settings: SettingsStore,
  root: Exclude<ProfileOrigin, { kind: 'profile' }>,
): { readonly region: string; readonly partition: string } {
  switch (root.kind) {
    case 'account-role':
      return inItsPartition(ssoSessionOf(settings, root.ssoSession).region);
    case 'iam-user': {
      const { arn, region } = iamUserOf(settings.get(), root.name);
      return { region, partition: partsOfUserArn(arn)?.partition ?? 'aws' };
    }
    case 'saml':
    case 'web-identity':
      return {
        region: sourceOf(settings, root.source).region,
        partition: partsOfRoleArn(root.roleArn).partition,
      };
    case 'instance-profile':
      return inItsPartition(sourceOf(settings, root.source).region);
  }
}

function inItsPartition(region: string) {
  return { region, partition: partitionOf(region).id };
}

function sourceOf(settings: SettingsStore, name: string) {
  const found = settings.get().sources.find((one) => one.name === name);
  if (found === undefined) throw noSource(name);
  return found;
}
