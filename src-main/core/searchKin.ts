import { numberLists, type NumberLists } from './numberLists.ts';
import type { Searchable } from './searchIndex.ts';
import { ofTail, ownName } from './searchNames.ts';

/** Rows that follow one another and differ in their roles alone, as those of an account do; fields by their index. */
export interface SearchKin {
  /** Index behind the last row of each. */
  readonly kinEnds: Uint32Array;
  /** All fields but role and name, the account's name first where it has one, and last the head or tail of the rows' names. */
  readonly kinFields: NumberLists;
  /** What stands before sign and role in their names, a head or the account; undefined: nothing, or they have a tail. */
  readonly kinHeads: readonly (number | undefined)[];
  /** What stands behind role and sign in them. */
  readonly kinTails: readonly (number | undefined)[];
  /** Index into `roleLists`. */
  readonly kinRoles: Uint32Array;
  /** The roles of the rows, in their order, each such list once: the accounts of an organisation have few. */
  readonly roleLists: readonly Uint32Array[];
  /** 1 for those of which some row has a name that is a field, so that they are like no other. */
  readonly kinAlone: Uint8Array;
}

export interface KinOf {
  /**
   * One row more.
   *
   * @param rest head or tail of its name
   * @returns index of its kin
   */
  readonly add: (row: Searchable, role: number, naming: number, rest: string | undefined) => number;
  readonly made: () => SearchKin;
}

export function createKinOf(placeOf: (field: string) => number): KinOf {
  const [fields, ends] = [[] as (readonly number[])[], [] as number[]];
  const [heads, tails] = [[] as (number | undefined)[], [] as (number | undefined)[]];
  const [lists, alone] = [createRoleLists(), [] as number[]];
  let before: Searchable | undefined;
  let restBefore: string | undefined;
  let [tailed, count] = [false, 0];
  const begin = (row: Searchable, rest: string | undefined): void => {
    if (before !== undefined) lists.end();
    const shared = (rest === undefined ? sharedBy(row) : [...sharedBy(row), rest]).map(placeOf);
    const head = rest ?? row.accountName;
    fields.push(shared);
    heads.push(tailed || head === null ? undefined : placeOf(head));
    tails.push(tailed ? shared.at(-1) : undefined);
    alone.push(0);
  };
  return {
    add(row, role, naming, rest) {
      const isOther = rest !== restBefore || (naming === ofTail) !== tailed || !isKin(row, before);
      tailed = naming === ofTail;
      if (isOther) begin(row, rest);
      lists.add(role);
      if (naming === ownName) alone[fields.length - 1] = 1;
      [before, restBefore, count] = [row, rest, count + 1];
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
        kinTails: tails,
        kinRoles: Uint32Array.from(kinRoles),
        kinAlone: Uint8Array.from(alone),
        roleLists,
      };
    },
  };
}

interface RoleLists extends Pick<SearchKin, 'roleLists'> {
  readonly kinRoles: readonly number[];
  readonly add: (role: number) => void;
  /** The next role is another kin's. */
  readonly end: () => void;
}

function createRoleLists(): RoleLists {
  const [roleLists, kinRoles, known] = [[] as Uint32Array[], [] as number[], new Map<string, number>()];
  let roles: number[] = [];
  return {
    roleLists,
    kinRoles,
    add(role) {
      roles.push(role);
    },
    end() {
      const key = roles.join(' ');
      const its = known.get(key) ?? roleLists.push(Uint32Array.from(roles)) - 1;
      known.set(key, its);
      kinRoles.push(its);
      roles = [];
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
