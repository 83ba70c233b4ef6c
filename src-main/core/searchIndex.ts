import { composed, folded } from './folded.ts';
import { isLetter, letterBits } from './searchLetters.ts';

/** What words are matched against. */
export interface Searchable {
  readonly name: string;
  readonly accountId: string;
  readonly accountName: string | null;
  readonly roleName: string;
  /** Null where the profile does not begin at an Identity Center role. */
  readonly ssoSession: string | null;
  /** Name of what it begins at, where it is no sign-in. */
  readonly origin?: string;
  readonly alias?: string | undefined;
  readonly labels?: readonly string[];
}

/**
 * 50,000 rows are made of a few thousand different fields, and those of fewer runs of letters and digits: a word is
 * compared with a run once, and the rows only look up what came of it. No text of each row is kept: 50,000 of them
 * would be walked by every collection of garbage, and made anew for each list that a sync brings.
 */
export interface SearchIndex {
  readonly rows: readonly Searchable[];
  /** Each run once, as it is written: a capital begins a word. */
  readonly runs: readonly string[];
  readonly lowerRuns: readonly string[];
  /** `letterBits` of each run. */
  readonly runLetters: readonly number[];
  /** Each field once, folded. */
  readonly fields: readonly string[];
  readonly fieldRuns: readonly (readonly number[])[];
  readonly fieldLetters: readonly number[];
  /** Of each row, which of `kinFields` are its: rows that follow one another share them, as those of an account do. */
  readonly kin: Uint32Array;
  /** Index behind the last row of each. */
  readonly kinEnds: readonly number[];
  /** Indices into `fields` of all but role and name, the account's name first where it has one. */
  readonly kinFields: readonly (readonly number[])[];
  /** Index into `fields` of each row's role, and of its name where that is a field. */
  readonly roles: Uint32Array;
  readonly names: Uint32Array;
  /** Each role once. */
  readonly roleFields: readonly number[];
  /**
   * Of a row whose own name is its account, a sign and its role, as most are: how many of its fields end with the role.
   * The name is no field then. Else 0.
   */
  readonly namedByBoth: Uint8Array;
}

/** Composed; fields apart by a space, which no letters of a word reach across. */
export function searchText(row: Searchable): string {
  const account = row.accountName ?? row.accountId;
  const { accountId, ssoSession, origin, alias, labels = [] } = row;
  const fields = [accountId, ssoSession ?? origin ?? '', ...(alias === undefined ? [] : [alias]), ...labels];
  return composed(`${account} / ${row.roleName} ${fields.join(' ')} ${row.name}`);
}

/** The same of an indexed row, folded. */
export function textOf({ rows }: SearchIndex, row: number): string {
  const its = rows[row];
  return its === undefined ? '' : folded(searchText(its));
}

/** So many rows are indexed before somebody else may have a turn: less than a millisecond of work. */
const atOnce = 500;

/** Yields between small portions, so that a page can do other things meanwhile. */
export function* indexing(rows: readonly Searchable[]): Generator<undefined, SearchIndex> {
  const { made, placeOf } = createFields();
  const [kinFields, kinEnds] = [[] as (readonly number[])[], [] as number[]];
  const [kin, roles, names] = [indices(rows), indices(rows), indices(rows)];
  const namedByBoth = new Uint8Array(rows.length);
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] as Searchable;
    if (!isKin(row, rows[at - 1])) kinFields.push(sharedBy(row).map(placeOf));
    kin[at] = kinFields.length - 1;
    kinEnds[kinFields.length - 1] = at + 1;
    roles[at] = placeOf(row.roleName);
    if (isNamedByBoth(row)) namedByBoth[at] = row.accountName === null ? 1 : 2;
    else names[at] = placeOf(row.name);
    if (at % atOnce === 0) yield;
  }
  const roleFields = [...new Set(roles)];
  return { rows, ...made, kin, kinEnds, kinFields, roles, names, roleFields, namedByBoth };
}

function indices({ length }: readonly unknown[]): Uint32Array {
  return new Uint32Array(length);
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

/** The row's field `at` in the order in which they are written; undefined behind the last. */
export function fieldOf(
  { rows, kin, kinFields, roles, names, namedByBoth }: SearchIndex,
  row: number,
  at: number,
): number | undefined {
  const its = kinFields[kin[row] ?? 0] ?? [];
  const before = rows[row]?.accountName === null ? 0 : 1;
  if (at < before) return its[at];
  if (at === before) return roles[row];
  if (at <= its.length) return its[at - 1];
  return at === its.length + 1 && namedByBoth[row] === 0 ? names[row] : undefined;
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

type Made = Pick<SearchIndex, 'runs' | 'lowerRuns' | 'runLetters' | 'fields' | 'fieldRuns' | 'fieldLetters'>;

interface Fields {
  /** What every field met so far is made of. */
  readonly made: Made;
  readonly placeOf: (field: string) => number;
}

function createFields(): Fields {
  const [knownRuns, knownFields] = [new Map<string, number>(), new Map<string, number>()];
  const [runs, lowerRuns, fields] = [[] as string[], [] as string[], [] as string[]];
  const [runLetters, fieldLetters] = [[] as number[], [] as number[]];
  const fieldRuns: (readonly number[])[] = [];
  const runOf = (run: string): number => {
    const found = knownRuns.get(run);
    if (found !== undefined) return found;
    knownRuns.set(run, runs.length);
    const lower = folded(run);
    lowerRuns.push(lower);
    runLetters.push(letterBits(lower));
    return runs.push(run) - 1;
  };
  const placeOf = (field: string): number => {
    const found = knownFields.get(field);
    if (found !== undefined) return found;
    knownFields.set(field, fields.length);
    const its = runsOf(composed(field)).map(runOf);
    fieldRuns.push(its);
    fieldLetters.push(its.reduce((bits, run) => bits | (runLetters[run] ?? 0), 0));
    return fields.push(folded(field)) - 1;
  };
  return { made: { runs, lowerRuns, runLetters, fields, fieldRuns, fieldLetters }, placeOf };
}

export function runsOf(text: string): readonly string[] {
  const runs: string[] = [];
  let from = -1;
  for (let at = 0; at <= text.length; at += 1) {
    const isIn = isLetter(text.charCodeAt(at));
    if (isIn && from === -1) from = at;
    if (isIn || from === -1) continue;
    runs.push(text.slice(from, at));
    from = -1;
  }
  return runs;
}
