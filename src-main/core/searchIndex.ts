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
  /** Indices into `fields`; those of row `at` stand from `starts[at]` to `starts[at + 1]`, account and role first. */
  readonly places: Uint32Array;
  readonly starts: Uint32Array;
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

/** So many rows are indexed before somebody else may have a turn: less than a millisecond of work. */
const atOnce = 500;

/** Yields between small portions, so that a page can do other things meanwhile. */
export function* indexing(rows: readonly Searchable[]): Generator<undefined, SearchIndex> {
  const known = createFields();
  const places: number[] = [];
  const starts = new Uint32Array(rows.length + 1);
  const namedByBoth = new Uint8Array(rows.length);
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] as Searchable;
    if (row.accountName !== null) places.push(known.placeOf(row.accountName));
    places.push(known.placeOf(row.roleName));
    const toRole = places.length - (starts[at] ?? 0);
    places.push(known.placeOf(row.accountId), known.placeOf(row.ssoSession ?? row.origin ?? ''));
    if (row.alias !== undefined) places.push(known.placeOf(row.alias));
    if (row.labels !== undefined) for (const label of row.labels) places.push(known.placeOf(label));
    if (isNamedByBoth(row)) namedByBoth[at] = toRole;
    else places.push(known.placeOf(row.name));
    starts[at + 1] = places.length;
    if (at % atOnce === 0) yield;
  }
  return { rows, ...known.made, places: Uint32Array.from(places), starts, namedByBoth };
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
