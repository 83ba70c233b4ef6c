import { organisation, type Organisation } from './organisation.ts';

/** `accounts` accounts that one person may enter with `rolesPerAccount` roles each: for speed and throttling. */
export function largeOrganisation(
  accounts: number,
  rolesPerAccount: number,
  plan: { readonly sessionMinutes?: number } = {},
): Organisation {
  const person = 'ada@example.com';
  const ids = Array.from({ length: accounts }, (_, index) => String(300_000_000_000 + index * 7));
  const sets = Array.from({ length: rolesPerAccount }, (_, index) => `Role${index + 1}`);
  return organisation({
    ...plan,
    accounts: ids.map((id, index) => ({
      id,
      name: `team-${Math.floor(index / 10)}-account-${index % 10}`,
      email: `aws+${id}@example.com`,
    })),
    permissionSets: sets.map((name, index) => ({ name, sessionHours: (index % 12) + 1 })),
    people: [person],
    assignments: ids.flatMap((id) => sets.map((set) => [person, id, set] as const)),
  });
}
