import type { LiveView } from '../../src-main/contract.ts';

type Syncs = LiveView['desk']['syncs'];

/** How far all syncs are that are under way; undefined: none is. */
export function syncTotal(syncs: Syncs): { done: number; total: number; roles: number } | undefined {
  if (syncs.length === 0) return undefined;
  const sum = (of: 'done' | 'total' | 'roles'): number => syncs.reduce((all, one) => all + one[of], 0);
  return { done: sum('done'), total: sum('total'), roles: sum('roles') };
}
