import type { Searchable } from './searchIndex.ts';
import { isLetter } from './searchLetters.ts';

/** How many fields of a row end with its role where its name is a head that is not its account, a sign and its role. */
export const headed = 3;

/**
 * Of a row whose name is its account or another head, a sign and its role, as most are: how many of its fields end with
 * the role, or `headed`. Such a name says no more than its parts. Else 0.
 */
export function endsWithRole(row: Searchable): number {
  if (isNamedByBoth(row)) return row.accountName === null ? 1 : 2;
  return headOf(row) === undefined ? 0 : headed;
}

/** What stands before sign and role in a name; undefined where that is the account or nothing, or there is another name. */
export function headOf(row: Searchable): string | undefined {
  const { name, roleName } = row;
  const length = name.length - roleName.length - 1;
  if (length < 1 || !name.endsWith(roleName) || isLetter(name.charCodeAt(length)) || isNamedByBoth(row))
    return undefined;
  return name.slice(0, length);
}

function isNamedByBoth({ name, roleName, accountName }: Searchable): boolean {
  const at = accountName?.length ?? 0;
  return (
    name.length === at + 1 + roleName.length &&
    !isLetter(name.charCodeAt(at)) &&
    name.startsWith(accountName ?? '') &&
    name.endsWith(roleName)
  );
}
