import type { ListedProfile } from '../../src-main/contract.ts';

interface Standings {
  readonly favourites: ReadonlySet<string>;
  readonly recents: ReadonlyMap<string, number>;
  readonly active: ReadonlySet<string>;
}

/**
 * How many profiles each view shows: a favourite whose role is no longer offered is not among the rows, and what is
 * hidden counts where it is hidden, and where its keys are out.
 */
export function viewCounts(
  rows: readonly ListedProfile[],
  { favourites, recents, active }: Standings,
): Readonly<Record<'all' | 'favourites' | 'recent' | 'active' | 'hidden', number>> {
  const counts = { all: 0, favourites: 0, recent: 0, active: 0, hidden: 0 };
  for (const { id, hidden } of rows) {
    if (active.has(id)) counts.active += 1;
    counts[hidden === undefined ? 'all' : 'hidden'] += 1;
    if (hidden !== undefined) continue;
    if (favourites.has(id)) counts.favourites += 1;
    if (recents.has(id)) counts.recent += 1;
  }
  return counts;
}
