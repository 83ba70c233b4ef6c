import type { LiveView } from '../../src-main/contract.ts';
import { inOrder } from '../inOrder.ts';
import { printedIn } from '../printedAccountId.ts';
import { count } from '../times.ts';

type Changes = LiveView['changes'][number];

/** `3 roles added, 1 removed (it was a favourite)`. */
export function changeWords({ added, removed, lostFavourites }: Changes): string {
  const lost = lostFavourites.length;
  const was =
    lost === 0 ? '' : removed === 1 ? ' (it was a favourite)' : ` (${count(lost)} of your favourites)`;
  const roles = (number: number): string => (number === 1 ? '1 role' : `${count(number)} roles`);
  if (added === 0) return `${roles(removed)} removed${was}`;
  return removed === 0 ? `${roles(added)} added` : `${roles(added)} added, ${count(removed)} removed${was}`;
}

/** The names behind it, a line each; what was a favourite comes first of what was removed. */
export function changedNames(
  changes: Changes,
): readonly { readonly label: string; readonly names: string }[] {
  const { added, addedNames, removed, removedNames, lostFavourites } = changes;
  const others = removedNames.filter((name) => !lostFavourites.includes(name));
  return [
    { label: 'Added', names: listed(addedNames, added) },
    { label: 'Removed', names: listed([...lostFavourites, ...others], removed) },
  ].filter(({ names }) => names !== '');
}

function listed(names: readonly string[], all: number): string {
  const some = names.slice(0, 20).map((name) => inOrder(printedIn(name)));
  const more = all - some.length;
  return more > 0 ? `${some.join(', ')} and ${count(more)} more` : some.join(', ');
}
