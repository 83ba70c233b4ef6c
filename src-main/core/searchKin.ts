import { numberLists, type NumberLists } from './numberLists.ts';
import type { Searchable } from './searchIndex.ts';
import { headOf } from './searchNames.ts';

/** Rows that follow one another and differ in their roles alone, as those of an account do; fields by their index. */
export interface SearchKin {
  /** Index behind the last row of each. */
  readonly kinEnds: Uint32Array;
  /** All fields but role and name, the account's name first where it has one, and last the head of the rows' names. */
  readonly kinFields: NumberLists;
  /** What stands before sign and role in their names: a head, or the account; undefined: nothing. */
  readonly kinHeads: readonly (number | undefined)[];
  /** Index into `roleLists`. */
  readonly kinRoles: Uint32Array;
  /** The roles of the rows, in their order, each such list once: the accounts of an organisation have few. */
  readonly roleLists: readonly RoleList[];
}

export interface RoleList {
  /** Of each row its own: the role, and the name where that is a field. */
  readonly fields: readonly Uint32Array[];
  /** It has a name, so that no other kin has the list. */
  readonly isAlone: boolean;
}

export interface KinOf {
  /**
   * One row more.
   *
   * @param name where it is a field
   * @returns index of its kin
   */
  readonly add: (row: Searchable, role: number, name: number | undefined) => number;
  readonly made: () => SearchKin;
}

export function createKinOf(placeOf: (field: string) => number): KinOf {
  const [fields, ends] = [[] as (readonly number[])[], [] as number[]];
  const heads: (number | undefined)[] = [];
  const lists = createRoleLists();
  let [before, headBefore, count] = [undefined as Searchable | undefined, undefined as string | undefined, 0];
  const begin = (row: Searchable, head: string | undefined): void => {
    if (before !== undefined) lists.end();
    const shared = head === undefined ? sharedBy(row) : [...sharedBy(row), head];
    const named = head ?? row.accountName;
    fields.push(shared.map(placeOf));
    heads.push(named === null ? undefined : placeOf(named));
  };
  return {
    add(row, role, name) {
      const head = headOf(row);
      if (head !== headBefore || !isKin(row, before)) begin(row, head);
      lists.add(role, name);
      [before, headBefore, count] = [row, head, count + 1];
      ends[fields.length - 1] = count;
      return fields.length - 1;
    },
    made() {
      if (before !== undefined) lists.end();
      const { roleLists, kinRoles } = lists;
      return {
        kinEnds: Uint32Array.from(ends),
        kinFields: numberLists(fields),
        kinHeads: heads,
        kinRoles: Uint32Array.from(kinRoles),
        roleLists,
      };
    },
  };
}

interface RoleLists {
  readonly roleLists: readonly RoleList[];
  readonly kinRoles: readonly number[];
  readonly add: (role: number, name: number | undefined) => void;
  /** The next row is another kin's. */
  readonly end: () => void;
}

function createRoleLists(): RoleLists {
  const [roleLists, kinRoles, known] = [[] as RoleList[], [] as number[], new Map<string, number>()];
  let [rows, key, isAlone] = [[] as (readonly number[])[], '', false];
  const listOf = (): RoleList => ({ fields: rows.map((row) => Uint32Array.from(row)), isAlone });
  return {
    roleLists,
    kinRoles,
    add(role, name) {
      rows.push(name === undefined ? [role] : [role, name]);
      key += `${role} `;
      isAlone ||= name !== undefined;
    },
    end() {
      const its = (isAlone ? undefined : known.get(key)) ?? roleLists.push(listOf()) - 1;
      if (!isAlone) known.set(key, its);
      kinRoles.push(its);
      [rows, key, isAlone] = [[], '', false];
    },
  };
}

function sharedBy({ accountName, accountId, ssoSession, origin, alias, labels = [] }: Searchable): string[] {
  const its = [accountId, ssoSession ?? origin ?? '', ...(alias === undefined ? [] : [alias]), ...labels];
  return accountName === null ? its : [accountName, ...its];
}

function isKin(row: Searchable, before: Searchable | undefined): boolean {
  const [labels, others] = [row.labels ?? [], before?.labels ?? []];
  return (
    row.accountId === before?.accountId &&
    row.accountName === before.accountName &&
    row.ssoSession === before.ssoSession &&
    row.origin === before.origin &&
    row.alias === before.alias &&
    labels.length === others.length &&
    labels.every((label, at) => label === others[at])
  );
}
