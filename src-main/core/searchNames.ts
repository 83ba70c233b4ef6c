import type { Searchable } from './searchIndex.ts';
import { isLetter } from './searchLetters.ts';

/**
 * What a row's name is made of: of nothing else, of its account (or nothing), a sign and its role, of another head, a
 * sign and its role, or of its role, a sign and a tail. All but the first say no more than their parts.
 */
export const [ownName, ofAccount, ofHead, ofTail] = [0, 1, 2, 3];

export function namingOf(row: Searchable): number {
  const { name, roleName, accountName } = row;
  const signAt = name.length - roleName.length - 1;
  if (signAt >= 0 && name.endsWith(roleName) && !isLetter(name.charCodeAt(signAt))) {
    const account = accountName ?? '';
    if (signAt === account.length && name.startsWith(account)) return ofAccount;
    if (signAt > 0) return ofHead;
  }
  return signAt > 0 && name.startsWith(roleName) && !isLetter(name.charCodeAt(roleName.length))
    ? ofTail
    : ownName;
}

/** The head or the tail of a name, by `namingOf`; undefined where it has neither. */
export function restOfName({ name, roleName }: Searchable, naming: number): string | undefined {
  const length = name.length - roleName.length - 1;
  if (naming === ofHead) return name.slice(0, length);
  return naming === ofTail ? name.slice(-length) : undefined;
}
