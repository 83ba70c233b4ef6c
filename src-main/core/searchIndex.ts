import { composed, folded } from './folded.ts';
import { isLetter } from './searchLetters.ts';

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
 * Runs of letters and digits in the order of each row's text. 50,000 rows are made of a few thousand different runs:
 * a word is compared with those, and the rows only look up what came of it.
 */
export interface SearchIndex {
  /** Each run once, as it is written: a capital begins a word. */
  readonly runs: readonly string[];
  readonly lowerRuns: readonly string[];
  /** Text of each row, folded. */
  readonly texts: readonly string[];
  /** Indices into `runs`; those of row `at` stand from `starts[at]` to `starts[at + 1]`. */
  readonly places: Uint32Array;
  readonly starts: Uint32Array;
  /** Which letters each row has, as `letterBits` says it. */
  readonly letters: Uint32Array;
}

/** Composed; fields apart by a space, which no letters of a word reach across. */
export function searchText(row: Searchable): string {
  const account = row.accountName ?? row.accountId;
  return composed(`${account} / ${row.roleName} ${fieldsOf(row).join(' ')} ${row.name}`);
}

/** All but account, role and the profile's own name: few rows have one of these alone. */
function fieldsOf({ accountId, ssoSession, origin, alias, labels = [] }: Searchable): readonly string[] {
  const fields = [accountId, ssoSession ?? origin ?? ''];
  if (alias !== undefined) fields.push(alias);
  return labels.length === 0 ? fields : [...fields, ...labels];
}

/** So many rows are indexed before somebody else may have a turn: about a millisecond of work. */
const atOnce = 500;

/** Yields between small portions, so that a page can do other things meanwhile; 50,000 rows take some 100 ms in all. */
export function* indexing(rows: readonly Searchable[]): Generator<undefined, SearchIndex> {
  const known = createRuns();
  const texts: string[] = [];
  const places: number[] = [];
  const starts = new Uint32Array(rows.length + 1);
  const letters = new Uint32Array(rows.length);
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] as Searchable;
    texts.push(folded(searchText(row)));
    addPlaces(row, known, places);
    let bits = 0;
    for (let its = starts[at] ?? 0; its < places.length; its += 1)
      bits |= known.letters[places[its] ?? 0] ?? 0;
    letters[at] = bits;
    starts[at + 1] = places.length;
    if (at % atOnce === 0) yield;
  }
  const { runs, lowerRuns } = known;
  return { runs, lowerRuns, texts, places: Uint32Array.from(places), starts, letters };
}

function addPlaces(row: Searchable, known: Runs, places: number[]): void {
  const { name, roleName, accountName } = row;
  if (accountName !== null) addAll(places, known.placesOf(accountName));
  addAll(places, known.placesOf(roleName));
  for (const field of fieldsOf(row)) addAll(places, known.placesOf(field));
  // As most are named; it has nothing new, and splitting the rest would take as long as everything else.
  const at = accountName?.length ?? 0;
  const isOfBoth = name.length === at + 1 + roleName.length && !isLetter(name.charCodeAt(at));
  if (isOfBoth && name.startsWith(accountName ?? '') && name.endsWith(roleName)) return;
  for (const run of runsOf(composed(name))) places.push(known.placeOf(run));
}

function addAll(places: number[], more: readonly number[]): void {
  for (const one of more) places.push(one);
}

/** Every run met so far. */
interface Runs extends Pick<SearchIndex, 'runs' | 'lowerRuns'> {
  /** `letterBits` of each. */
  readonly letters: readonly number[];
  readonly placeOf: (run: string) => number;
  /** Of what many rows share, which is split once. */
  readonly placesOf: (field: string) => readonly number[];
}

function createRuns(): Runs {
  const known = new Map<string, number>();
  const split = new Map<string, readonly number[]>();
  const runs: string[] = [];
  const lowerRuns: string[] = [];
  const letters: number[] = [];
  const placeOf = (run: string): number => {
    const found = known.get(run);
    if (found !== undefined) return found;
    known.set(run, runs.length);
    const lower = folded(run);
    lowerRuns.push(lower);
    letters.push(letterBits(lower));
    return runs.push(run) - 1;
  };
  const placesOf = (field: string): readonly number[] => {
    const found = split.get(field) ?? runsOf(composed(field)).map(placeOf);
    split.set(field, found);
    return found;
  };
  return { runs, lowerRuns, letters, placeOf, placesOf };
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

/** One bit for each letter, digits and what is not Latin share some: a row that lacks one of a word's lacks the word. */
export function letterBits(lower: string): number {
  let bits = 0;
  for (let at = 0; at < lower.length; at += 1) {
    const code = lower.charCodeAt(at);
    if (isLetter(code)) bits |= 1 << (code >= 97 && code <= 122 ? code - 97 : 26 + (code % 6));
  }
  return bits >>> 0;
}
