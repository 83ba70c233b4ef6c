import type { Profile } from '../profiles/profile.ts';

const looksReadOnly = /^(ReadOnlyAccess|ViewOnlyAccess|SecurityAudit)$|read.?only|view.?only/i;
/** Keys of these are no role's: a user may be called whatever. */
const noRole: ReadonlySet<Profile['kind']> = new Set(['iam-user', 'instance-profile']);

/**
 * A profile of the same account that only reads, as far as the name of its role tells: one that does not ask first
 * before one that does, then one of the same sign-in. None where the profile itself is such a one.
 */
export function readOnlyProfile(
  { id, origin, source }: Profile,
  profiles: readonly Profile[],
  isMarked: (profile: Profile) => boolean,
): Profile | undefined {
  if (looksReadOnly.test(source.roleName)) return undefined;
  const fitting = profiles.filter(
    (one) =>
      one.id !== id &&
      one.source.accountId === source.accountId &&
      looksReadOnly.test(one.source.roleName) &&
      !noRole.has(one.kind),
  );
  const rank = (one: Profile): number => (isMarked(one) ? 2 : 0) + (one.origin === origin ? 0 : 1);
  return fitting.map((one) => ({ one, rank: rank(one) })).toSorted((a, b) => a.rank - b.rank)[0]?.one;
}
