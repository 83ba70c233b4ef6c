import type { ListedProfile, LiveView, ProfileView } from '../../src-main/contract.ts';
import { isKnownRegion, partitionOf } from '../../src-main/core/partition.ts';

/** A region and where it comes from, in words. */
export interface ShownRegion {
  readonly region: string;
  readonly words: string;
  /** A saved profile’s own: changed in its editor. */
  readonly own: boolean;
}

/** As main decides it: the first that is of the partition of the profile’s keys. */
export function regionOfRow(
  row: ListedProfile,
  live: Pick<LiveView, 'region' | 'regions'>,
  /** Region of what it begins at. */
  start: string | undefined,
  /** Known once main has told it; nobody tells of a listed role, which has no region of its own. */
  profile?: Pick<ProfileView, 'saved' | 'region'>,
): ShownRegion | undefined {
  const own = profile?.saved === true ? profile.region : null;
  const candidates: readonly (readonly [region: string | null | undefined, words: string])[] = [
    [own, 'its own'],
    [live.regions.profiles[row.id], 'for this profile'],
    [live.regions.accounts[row.accountId], 'for the whole account'],
    [profile?.saved === false ? profile.region : null, `from ${row.origin}`],
    [live.region, 'from the settings'],
    [start, `from ${row.origin}`],
  ];
  const home = row.kind === 'account-role' && start !== undefined ? partitionId(start) : undefined;
  for (const [region, words] of candidates) {
    if (region === null || region === undefined) continue;
    if (home === undefined || partitionId(region) === home) return { region, words, own: region === own };
  }
  return undefined;
}

function partitionId(region: string): string | undefined {
  return isKnownRegion(region) ? partitionOf(region).id : undefined;
}
