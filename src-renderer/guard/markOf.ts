import type { ListedProfile, LiveView, ProfileView } from '../../src-main/contract.ts';
import { permissionSetOf } from '../../src-main/core/arn.ts';
import { printedIn } from '../printedAccountId.ts';

type Marks = Pick<LiveView, 'askFirstLabels' | 'askFirstRoles'>;

/** Why a profile asks first, or does not. */
export interface Mark {
  /** Its own role is marked: that can be taken back here. */
  readonly own: boolean;
  /** Where the mark comes from otherwise, in a sentence. */
  readonly inherited: string | undefined;
}

/** `way` where it leads over more than one role. */
export function markOf(row: ListedProfile, marks: Marks, way: ProfileView | undefined): Mark {
  const isMarked = (accountId: string, roleName: string | null): boolean =>
    marks.askFirstRoles.some((role) => role.accountId === accountId && sameRole(role.roleName, roleName));
  const own = isMarked(row.accountId, row.roleName);
  if (own || !row.asksFirst) return { own, inherited: undefined };
  const label = row.labels.find((one) => marks.askFirstLabels.includes(one));
  if (label !== undefined)
    return { own, inherited: `Inherited from its label ${label}, which asks first by the settings.` };
  const link = way?.chain.find(({ accountId, roleName }) => isMarked(accountId, roleName));
  if (link !== undefined)
    return { own, inherited: `Inherited from ${printedIn(link.label)}, which is on its way.` };
  return {
    own,
    inherited: 'Inherited: a label that asks first fits a role on its way, or an account that no list has.',
  };
}

/** IAM takes no two names that differ in case alone; a permission set’s role has a longer name of its own. */
function sameRole(one: string, other: string | null): boolean {
  if (other === null) return false;
  return one.toLowerCase() === (permissionSetOf(other) ?? other).toLowerCase();
}
