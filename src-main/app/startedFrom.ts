import type { SavedProfile } from '../core/roles/savedProfile.ts';

/** The profiles that begin at one, directly or by others. Nothing goes round: a loop is refused before it is kept. */
export function startedFrom(
  parent: Pick<SavedProfile, 'id'>,
  profiles: readonly SavedProfile[],
): SavedProfile[] {
  const children = profiles.filter(({ from }) => from.kind === 'profile' && from.id === parent.id);
  return children.flatMap((child) => [child, ...startedFrom(child, profiles)]);
}
