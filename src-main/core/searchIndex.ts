import { composed, folded } from './folded.ts';
import { numberLists, type NumberLists } from './numberLists.ts';
import { createKinOf, type SearchKin } from './searchKin.ts';
import { isLetter, letterBits } from './searchLetters.ts';
import { namingOf, ofAccount, ofTail, ownName, restOfName } from './searchNames.ts';

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
export interface SearchIndex extends SearchKin {
  readonly rows: readonly Searchable[];
  /** Each run once, as it is written: a capital begins a word. */
  readonly runs: readonly string[];
  readonly lowerRuns: readonly string[];
  /** `letterBits` of each run. */
  readonly runLetters: Int32Array;
  /** Each field once, folded. */
  readonly fields: readonly string[];
  /** Indices into `runs`, by field. */
  readonly fieldRuns: NumberLists;
  readonly fieldLetters: Int32Array;
  /** Index of each row's kin. */
  readonly kin: Uint32Array;
  /** Index into `fields` of each row's role, and of its name where that is a field. */
  readonly roles: Uint32Array;
  readonly names: Uint32Array;
  /** `namingOf` each row: a name of its own is a field. */
  readonly namings: Uint8Array;
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
  const kin = createKinOf(placeOf);
  const [kinOf, roles, names] = [indices(rows), indices(rows), indices(rows)];
  const namings = new Uint8Array(rows.length);
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] as Searchable;
    const role = placeOf(row.roleName);
    roles[at] = role;
    const naming = namingOf(row);
    namings[at] = naming;
    if (naming === ownName) names[at] = placeOf(row.name);
    kinOf[at] = kin.add(row, role, naming, restOfName(row, naming));
    if (at % atOnce === 0) yield;
  }
  const its = kin.made();
  yield;
  return { rows, ...made(), ...its, kin: kinOf, roles, names, namings };
}

function indices({ length }: readonly unknown[]): Uint32Array {
  return new Uint32Array(length);
}

/** The row's field `at` in the order in which they are written; undefined behind the last. */
export function fieldOf(
  { rows, kin, kinFields, roles, names, namings }: SearchIndex,
  row: number,
  at: number,
): number | undefined {
  const its = kin[row] ?? 0;
  const [start = 0, end = 0] = [kinFields.starts[its], kinFields.starts[its + 1]];
  const before = rows[row]?.accountName === null ? 0 : 1;
  if (at < before) return kinFields.items[start];
  if (at === before) return roles[row];
  const [place, naming] = [start + at - 1, namings[row]];
  // A tail is the last of what the kin shares, and the role stands once more before it.
  const last = naming === ofTail ? end - 1 : end;
  if (place < last) return kinFields.items[place];
  if (place === last && naming === ownName) return names[row];
  if (place === last && naming !== ofAccount) return roles[row];
  return place === end && naming === ofTail ? kinFields.items[last] : undefined;
}

type Made = Pick<SearchIndex, 'runs' | 'lowerRuns' | 'runLetters' | 'fields' | 'fieldRuns' | 'fieldLetters'>;

interface Fields {
  /** What every field met so far is made of. */
  readonly made: () => Made;
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
  const made = (): Made => ({
    runs,
    lowerRuns,
    runLetters: Int32Array.from(runLetters),
    fields,
    fieldRuns: numberLists(fieldRuns),
    fieldLetters: Int32Array.from(fieldLetters),
  });
  return { made, placeOf };
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
