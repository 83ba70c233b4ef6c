import type { ListedProfile } from '../../src-main/contract.ts';

interface Standings {
  readonly favourites: ReadonlySet<string>;
  readonly recents: ReadonlyMap<string, number>;
  readonly active: ReadonlySet<string>;
}

/** How many profiles each view shows: a favourite whose role is no longer offered is not among the rows. */
export function viewCounts(
  rows: readonly ListedProfile[],
  { favourites, recents, active }: Standings,
): Readonly<Record<'all' | 'favourites' | 'recent' | 'active', number>> {
  const counts = { all: rows.length, favourites: 0, recent: 0, active: 0 };
  for (const { id } of rows) {
    if (favourites.has(id)) counts.favourites += 1;
    if (recents.has(id)) counts.recent += 1;
    if (active.has(id)) counts.active += 1;
  }
  return counts;
}
