import type { ListedProfile } from '../../src-main/contract.ts';

/** Roles that people work with day by day, before those that few enter; their place in the list is all they decide. */
const everyday = [/power|developer|operator|engineer/i, /read|view/i];

/** The profiles that a new person most likely wants first: everyday roles, each account once before any twice. */
export function likelyProfiles(rows: readonly ListedProfile[]): readonly ListedProfile[] {
  const turnOf = new Map<string, number>();
  const ranked = [...rows]
    .sort((one, other) => rankOf(one) - rankOf(other))
    .map((row) => {
      const turn = turnOf.get(row.accountId) ?? 0;
      turnOf.set(row.accountId, turn + 1);
      return { row, turn };
    });
  return ranked.sort((one, other) => one.turn - other.turn).map(({ row }) => row);
}

function rankOf({ roleName }: ListedProfile): number {
  const at = everyday.findIndex((words) => words.test(roleName));
  return at === -1 ? everyday.length : at;
}
