import type { ListedProfile } from '../../src-main/contract.ts';

/** Rows that are shown together; without an account where they are shown in an order of their own. */
export interface Group {
  readonly account: { readonly id: string; readonly name: string | null } | null;
  /** How many rows. */
  readonly count: number;
}

/** What is shown of a list of which few rows are looked at: an array, or what makes its rows when they are. */
export interface Rows {
  readonly length: number;
  /** @param index 0 or more */
  at(index: number): ListedProfile | undefined;
  findIndex(is: (row: ListedProfile) => boolean): number;
}

export interface Grouped {
  /** In the order they are shown. */
  readonly rows: Rows;
  readonly groups: readonly Group[];
}

const known = new WeakMap<readonly ListedProfile[], Grouped>();

/** One group an account, of rows that are arranged already; made once for each list. */
export function accountGroups(rows: readonly ListedProfile[]): Grouped {
  const grouped = known.get(rows) ?? inGroups(rows);
  known.set(rows, grouped);
  return grouped;
}

function inGroups(rows: readonly ListedProfile[]): Grouped {
  const groups: Group[] = [];
  for (let from = 0; from < rows.length;) {
    const id = rows[from]?.accountId ?? '';
    let [to, name] = [from, null as string | null];
    for (; rows[to]?.accountId === id; to += 1) name ??= rows[to]?.accountName ?? null;
    groups.push({ account: { id, name }, count: to - from });
    from = to;
  }
  return { rows, groups };
}
