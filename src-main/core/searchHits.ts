import { folded } from './folded.ts';
import { isNearIn, letterBits, looseEnd, looseInOrder, nearEnd, wordDistance } from './searchLetters.ts';
import { runsOf, searchText, type SearchIndex } from './searchIndex.ts';

/**
 * Rows by their index, as they came, with how far each is from the words: 0 best. Only the first `count` are hits: the
 * room is kept from letter to letter, for what each letter takes anew is collected while somebody types.
 */
export interface Hits {
  rows: Uint32Array;
  /** How far each is from the words before the last. */
  before: Uint16Array;
  distances: Uint16Array;
  count: number;
}

/** What a word with signs in it loses where it is not there in one piece. */
const apart = 3;
const farthest = 4_095;
/** Of a field that no row has asked about yet, and of one that has not the word. */
const [unknown, nowhere] = [255, 254];

/**
 * Keeps the rows that have the word: its letters at most three apart within a run of letters. What signs set apart in
 * the word (0421-9933) may be further apart, in the same order.
 */
export function keepClose(index: SearchIndex, hits: Hits, word: string): void {
  const parts = runsOf(word);
  for (const part of parts) keepNear(index, hits, part);
  if (parts[0] === word) return;
  const spans = spansIn(index, word);
  const onwards = new Uint16Array(index.fields.length * parts.length);
  keepBy(index, hits, {
    has: (field) => field.includes(word),
    yes: 0,
    otherwise: (row) => (spans(row) ? 0 : areInOrder(index, row, parts, onwards) ? apart : nowhere),
  });
}

/** Keeps rows with the word's letters in order between two spaces, however far apart; no distances. */
export function keepLoose(index: SearchIndex, hits: Hits, word: string): void {
  const parts = runsOf(word);
  for (const part of parts) {
    const spans = spansLoosely(index, part);
    keepBy(index, hits, {
      has: (field) => looseEnd(field, part, 0) !== -1,
      yes: 0,
      otherwise: (row) => (spans(row) ? 0 : nowhere),
    });
  }
  if (parts.length === 1) return;
  const otherwise = (row: number): number => (looseInOrder(textOf(index, row), parts) ? 0 : nowhere);
  keepBy(index, hits, { has: () => false, yes: 0, otherwise });
}

/** Keeps rows that do not have the word in one piece. */
export function keepWithout(index: SearchIndex, hits: Hits, word: string): void {
  const spans = spansIn(index, word);
  const otherwise = (row: number): number => (spans(row) ? nowhere : 0);
  keepBy(index, hits, { has: (field) => field.includes(word), yes: nowhere, otherwise });
}

/** How far a row is whose fields `has` says yes to, and any other; `nowhere`: it does not stay. */
interface Kept {
  readonly has: (field: string) => boolean;
  readonly yes: number;
  readonly otherwise: (row: number) => number;
}

/** Each field is asked once, in a loop that calls nothing for most rows. */
function keepBy(index: SearchIndex, hits: Hits, { has, yes, otherwise }: Kept): void {
  const { places, starts } = index;
  const known = new Uint8Array(index.fields.length).fill(unknown);
  let count = 0;
  for (let at = 0; at < hits.count; at += 1) {
    const row = hits.rows[at] ?? 0;
    const end = starts[row + 1] ?? 0;
    let isThere = 0;
    for (let place = starts[row] ?? 0; place < end && isThere === 0; place += 1) {
      const field = places[place] ?? 0;
      isThere = known[field] ?? 0;
      if (isThere !== unknown) continue;
      isThere = has(index.fields[field] ?? '') ? 1 : 0;
      known[field] = isThere;
    }
    const its = isThere === 1 ? yes : otherwise(row);
    if (its !== nowhere) move(hits, at, count++, its);
  }
  hits.count = count;
}

function move({ rows, before, distances }: Hits, from: number, to: number, more: number): void {
  rows[to] = rows[from] ?? 0;
  before[to] = before[from] ?? 0;
  distances[to] = Math.min(farthest, (distances[from] ?? 0) + more);
}

/** The best of each row's runs decides. A loop of its own: every row comes by here with nearly every letter. */
function keepNear(index: SearchIndex, hits: Hits, part: string): void {
  const { places, starts } = index;
  const near = new Uint8Array(index.fields.length).fill(unknown);
  const bits = letterBits(part);
  let count = 0;
  for (let at = 0; at < hits.count; at += 1) {
    const row = hits.rows[at] ?? 0;
    const end = starts[row + 1] ?? 0;
    let best = nowhere;
    for (let place = starts[row] ?? 0; place < end && best !== 0; place += 1) {
      const field = places[place] ?? 0;
      let its = near[field] ?? 0;
      if (its === unknown) {
        its = fieldDistance(index, field, part, bits);
        near[field] = its;
      }
      if (its < best) best = its;
    }
    if (best !== nowhere) move(hits, at, count++, best);
  }
  hits.count = count;
}

function fieldDistance(index: SearchIndex, field: number, part: string, bits: number): number {
  let best = nowhere;
  if ((bits & ~(index.fieldLetters[field] ?? 0)) !== 0) return best;
  for (const run of index.fieldRuns[field] ?? []) {
    if ((bits & ~(index.runLetters[run] ?? 0)) !== 0) continue;
    const lower = index.lowerRuns[run] ?? '';
    if (lower.includes(part) || isNearIn(lower, part))
      best = Math.min(best, wordDistance(index.runs[run] ?? '', lower, part));
  }
  return best;
}

/** What `of` says of a field, asked once. */
function onceEach(index: SearchIndex, of: (field: string) => number): (field: number) => number {
  const known = new Uint16Array(index.fields.length);
  return (field) => {
    const its = known[field] ?? 0;
    if (its !== 0) return its - 1;
    const now = of(index.fields[field] ?? '');
    known[field] = now + 1;
    return now;
  };
}

/** Whether a row has the word, which is in none of its fields, in a name of account, sign and role. */
function spansIn(index: SearchIndex, word: string): (row: number) => boolean {
  const { places, starts, namedByBoth } = index;
  const heads = runsOf(word)[0] === word ? [] : headsOf(word);
  if (heads.length === 0) return () => false;
  const ends = onceEach(index, (field) => Number(heads.some((head) => field.endsWith(head))));
  const begins = onceEach(index, (field) =>
    Number(heads.some((head) => field.startsWith(word.slice(head.length + 1)))),
  );
  return (row) => {
    const from = starts[row] ?? 0;
    const toRole = namedByBoth[row] ?? 0;
    if (toRole === 0 || begins(places[from + toRole - 1] ?? 0) === 0) return false;
    return (toRole === 1 || ends(places[from] ?? 0) === 1) && textOf(index, row).includes(word);
  };
}

/** What stands before each sign of the word. */
function headsOf(word: string): readonly string[] {
  const heads: string[] = [];
  for (let at = 0; at < word.length; at += 1)
    if (runsOf(word.charAt(at)).length === 0) heads.push(word.slice(0, at));
  return heads;
}

/** Whether a row's runs have all parts of a word, one behind the other; `onwards` keeps where each field leads. */
function areInOrder(
  index: SearchIndex,
  row: number,
  parts: readonly string[],
  onwards: Uint16Array,
): boolean {
  const { places, starts } = index;
  let part = 0;
  const end = starts[row + 1] ?? 0;
  for (let place = starts[row] ?? 0; place < end && part < parts.length; place += 1) {
    const field = places[place] ?? 0;
    const at = field * parts.length + part;
    // Kept as 1 more: 0 is not known yet.
    if (onwards[at] === 0) onwards[at] = 1 + stepsIn(index, field, parts, part);
    part += (onwards[at] ?? 1) - 1;
  }
  return part === parts.length;
}

/** How many parts of a word, from `first` on, stand in a field one behind the other. */
function stepsIn(index: SearchIndex, field: number, parts: readonly string[], first: number): number {
  let part = first;
  for (const run of index.fieldRuns[field] ?? []) part += partsIn(index.lowerRuns[run] ?? '', parts, part);
  return part - first;
}

/** How many parts of a word, from `part` on, stand in a run one behind the other. */
function partsIn(lower: string, parts: readonly string[], part: number): number {
  let end = 0;
  for (let next = part; next < parts.length; next += 1) {
    end = nearEnd(lower, parts[next] ?? '', end);
    if (end === -1) return next - part;
  }
  return parts.length - part;
}

/** Whether a row has letters, in order in none of its fields, in order in a name of account and role. */
function spansLoosely(index: SearchIndex, part: string): (row: number) => boolean {
  const { rows, places, starts, namedByBoth } = index;
  const begun = onceEach(index, (field) => lettersAtEnd(field, part));
  const ended = onceEach(index, (field) => lettersAtStart(field, part));
  return (row) => {
    if (namedByBoth[row] !== 2) return false;
    const from = starts[row] ?? 0;
    const letters = begun(places[from] ?? 0) + ended(places[from + 1] ?? 0);
    return letters >= part.length && rows[row]?.name.charAt(rows[row].accountName?.length ?? 0) !== ' ';
  };
}

/** How many of the first letters are in order behind the field's last space. */
function lettersAtEnd(field: string, part: string): number {
  let letter = 0;
  for (let at = field.lastIndexOf(' ') + 1; at < field.length && letter < part.length; at += 1)
    if (field.charCodeAt(at) === part.charCodeAt(letter)) letter += 1;
  return letter;
}

/** How many of the last letters are in order before the field's first space. */
function lettersAtStart(field: string, part: string): number {
  const space = field.indexOf(' ');
  let letters = 0;
  for (let at = (space === -1 ? field.length : space) - 1; at >= 0 && letters < part.length; at -= 1)
    if (field.charCodeAt(at) === part.charCodeAt(part.length - 1 - letters)) letters += 1;
  return letters;
}

function textOf({ rows }: SearchIndex, row: number): string {
  const its = rows[row];
  return its === undefined ? '' : folded(searchText(its));
}
