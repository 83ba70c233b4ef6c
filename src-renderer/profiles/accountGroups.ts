import type { ListedProfile } from '../../src-main/contract.ts';

/** Rows that are shown together; without an account where they are shown in an order of their own. */
export interface Group {
  readonly account: { readonly id: string; readonly name: string | null } | null;
  readonly rows: readonly ListedProfile[];
}

/** One group an account, of rows that are arranged already. */
export function accountGroups(rows: readonly ListedProfile[]): readonly Group[] {
  const groups: Group[] = [];
  for (let from = 0; from < rows.length;) {
    const id = rows[from]?.accountId ?? '';
    let [to, name] = [from, null as string | null];
    for (; rows[to]?.accountId === id; to += 1) name ??= rows[to]?.accountName ?? null;
    groups.push({ account: { id, name }, rows: rows.slice(from, to) });
    from = to;
  }
  return groups;
}
