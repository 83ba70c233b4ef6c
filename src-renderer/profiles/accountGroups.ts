import type { ListedProfile } from '../../src-main/contract.ts';

/** Rows that are shown together; without an account where they are shown in an order of their own. */
export interface Group {
  readonly account: { readonly id: string; readonly name: string | null } | null;
  readonly rows: readonly ListedProfile[];
}

const order = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** One group an account, by name; accounts without a name last. */
export function accountGroups(rows: readonly ListedProfile[]): readonly Group[] {
  const accounts = new Map<string, ListedProfile[]>();
  for (const row of rows) {
    const others = accounts.get(row.accountId);
    if (others === undefined) accounts.set(row.accountId, [row]);
    else others.push(row);
  }
  return [...accounts]
    .map(([id, of]) => ({
      account: { id, name: of.find(({ accountName }) => accountName !== null)?.accountName ?? null },
      rows: of.length < 2 ? of : of.sort(byRole),
    }))
    .sort((one, other) => byAccount(one.account, other.account));
}

function byAccount(one: NonNullable<Group['account']>, other: NonNullable<Group['account']>): number {
  if ((one.name === null) !== (other.name === null)) return one.name === null ? 1 : -1;
  return order.compare(one.name ?? '', other.name ?? '') || order.compare(one.id, other.id);
}

function byRole(one: ListedProfile, other: ListedProfile): number {
  return order.compare(one.roleName, other.roleName) || order.compare(one.origin, other.origin);
}
