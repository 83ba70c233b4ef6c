import { folded } from './folded.ts';
import { onceEach } from './onceEach.ts';
import { runsOf, searchText, type SearchIndex } from './searchIndex.ts';
import { isNearIn, letterBits, looseEnd, looseInOrder, wordDistance } from './searchLetters.ts';
import { inOrder } from './searchOrder.ts';

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
/** Of a field that no row has asked about yet; of one that has not the word; of one that keeps its rows out. */
const [unknown, nowhere, out] = [255, 254, 253];

/**
 * Keeps the rows that have the word: its letters at most three apart within a run of letters. What signs set apart in
 * the word (0421-9933) may be further apart, in the same order.
 */
export function keepClose(index: SearchIndex, hits: Hits, word: string): void {
  const parts = runsOf(word);
  for (const part of parts) keepNear(index, hits, part);
  if (parts[0] === word) return;
  const spans = spansIn(index, word);
  const areInOrder = inOrder(index, parts);
  const has = withLetters(index, word, (field) => field.includes(word));
  keepBy(index, hits, {
    ofField: (field) => (has(field) ? 0 : nowhere),
    otherwise: (row) => (spans(row) ? 0 : areInOrder(row) ? apart : nowhere),
  });
}

/** Keeps rows with the word's letters in order between two spaces, however far apart; no distances. */
export function keepLoose(index: SearchIndex, hits: Hits, word: string): void {
  const parts = runsOf(word);
  for (const part of parts) {
    const spans = spansLoosely(index, part);
    const has = withLetters(index, part, (field) => looseEnd(field, part, 0) !== -1);
    keepBy(index, hits, {
      ofField: (field) => (has(field) ? 0 : nowhere),
      otherwise: (row) => (spans(row) ? 0 : nowhere),
    });
  }
  if (parts.length === 1) return;
  const otherwise = (row: number): number => (looseInOrder(textOf(index, row), parts) ? 0 : nowhere);
  keepBy(index, hits, { ofField: () => nowhere, otherwise });
}

/** Keeps rows that do not have the word in one piece. */
export function keepWithout(index: SearchIndex, hits: Hits, word: string): void {
  const spans = spansIn(index, word);
  const has = withLetters(index, word, (field) => field.includes(word));
  keepBy(index, hits, {
    ofField: (field) => (has(field) ? out : nowhere),
    otherwise: (row) => (spans(row) ? nowhere : 0),
  });
}

/** The best of a row's runs decides. */
function keepNear(index: SearchIndex, hits: Hits, part: string): void {
  const bits = letterBits(part);
  keepBy(index, hits, { ofField: (field) => fieldDistance(index, field, part, bits) });
}

/** How far a row is: its best field decides, and of one without any `otherwise`. */
interface Kept {
  readonly ofField: (field: number) => number;
  readonly otherwise?: (row: number) => number;
}

/** Each field is asked once, and so is what the rows of an account share: every row comes by here with each letter. */
function keepBy(index: SearchIndex, hits: Hits, { ofField, otherwise }: Kept): void {
  const { kin, kinFields, roles, names, namedByBoth } = index;
  const { rows, before, distances } = hits;
  const fields = new Uint8Array(index.fields.length).fill(unknown);
  const shared = new Uint8Array(kinFields.length).fill(unknown);
  let count = 0;
  for (let at = 0; at < hits.count; at += 1) {
    const row = rows[at] ?? 0;
    const its = kin[row] ?? 0;
    let best = shared[its] ?? 0;
    if (best === unknown) best = shared[its] = bestOf(kinFields[its] ?? [], fields, ofField);
    const role = roles[row] ?? 0;
    let own = fields[role] ?? 0;
    if (own === unknown) own = fields[role] = ofField(role);
    if (own < best) best = own;
    if (namedByBoth[row] === 0) best = Math.min(best, bestOf([names[row] ?? 0], fields, ofField));
    if (best === nowhere && otherwise !== undefined) best = otherwise(row);
    if (best >= out) continue;
    rows[count] = row;
    before[count] = before[at] ?? 0;
    distances[count] = Math.min(farthest, (distances[at] ?? 0) + best);
    count += 1;
  }
  hits.count = count;
}

function bestOf(its: readonly number[], known: Uint8Array, ofField: (field: number) => number): number {
  let best = nowhere;
  for (const field of its) {
    let distance = known[field] ?? 0;
    if (distance === unknown) distance = known[field] = ofField(field);
    if (distance < best) best = distance;
  }
  return best;
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

/** Whether a field has the word, which is asked of fields with all its letters alone: most lack one. */
function withLetters(
  index: SearchIndex,
  word: string,
  has: (field: string) => boolean,
): (field: number) => boolean {
  const bits = letterBits(word);
  return (field) => (bits & ~(index.fieldLetters[field] ?? 0)) === 0 && has(index.fields[field] ?? '');
}

/** Whether a row has the word, which is in none of its fields, in a name of account, sign and role. */
function spansIn(index: SearchIndex, word: string): (row: number) => boolean {
  const { fields, kin, kinFields, roles, namedByBoth } = index;
  const heads = runsOf(word)[0] === word ? [] : headsOf(word);
  if (heads.length === 0) return () => false;
  const ends = onceEach(fields.length, (at) => Number(heads.some((head) => fields[at]?.endsWith(head))));
  const begins = onceEach(fields.length, (at) =>
    Number(heads.some((head) => fields[at]?.startsWith(word.slice(head.length + 1)))),
  );
  return (row) => {
    const toRole = namedByBoth[row] ?? 0;
    if (toRole === 0 || begins(roles[row] ?? 0) === 0) return false;
    const account = kinFields[kin[row] ?? 0]?.[0] ?? 0;
    return (toRole === 1 || ends(account) === 1) && textOf(index, row).includes(word);
  };
}

/** What stands before each sign of the word. */
function headsOf(word: string): readonly string[] {
  const heads: string[] = [];
  for (let at = 0; at < word.length; at += 1)
    if (runsOf(word.charAt(at)).length === 0) heads.push(word.slice(0, at));
  return heads;
}

/** Whether a row has letters, in order in none of its fields, in order in a name of account and role. */
function spansLoosely(index: SearchIndex, part: string): (row: number) => boolean {
  const { rows, fields, kin, kinFields, roles, namedByBoth } = index;
  const begun = onceEach(fields.length, (at) => lettersAtEnd(fields[at] ?? '', part));
  const ended = onceEach(fields.length, (at) => lettersAtStart(fields[at] ?? '', part));
  return (row) => {
    if (namedByBoth[row] !== 2) return false;
    const letters = begun(kinFields[kin[row] ?? 0]?.[0] ?? 0) + ended(roles[row] ?? 0);
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
