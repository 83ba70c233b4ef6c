import { labelsOf } from '../core/guard/labelsOf.ts';
import type { Profile } from '../core/profiles/profile.ts';
import { standingStep } from '../core/profiles/standingStep.ts';
import { prepareSearch } from '../core/search.ts';
import type { Domain } from './domain.ts';

/** The profiles that the words fit, best match first, then favourites, then what is used often and lately. */
export async function searchedProfiles(
  { settings, recents }: Pick<Domain, 'settings' | 'recents'>,
  profiles: readonly Profile[],
  words: string | undefined,
): Promise<readonly Profile[]> {
  if (words === undefined || words.trim() === '') return profiles;
  const { aliases, labels, favourites } = settings.get();
  const rows = profiles.map((profile) => ({
    ...profile.source,
    name: profile.name,
    origin: profile.origin,
    alias: aliases[profile.id],
    labels: labelsOf(labels, profile),
    profile,
  }));
  const ranks = new Map((await recents.times()).map(([id], rank) => [id, rank]));
  const before = (at: number): number => {
    const id = profiles[at]?.id ?? '';
    return standingStep(favourites.includes(id), ranks.get(id));
  };
  return prepareSearch(rows)
    .find(words, 'close', before)
    .map(({ profile }) => profile);
}
