import { onceEach } from './onceEach.ts';
import { runsOf, textOf, type SearchIndex } from './searchIndex.ts';
import { isNearIn, letterBits, looseEnd, looseInOrder, wordDistance } from './searchLetters.ts';
import { inOrder } from './searchOrder.ts';
import { spansIn, spansLoosely } from './searchSpans.ts';
import type { SearchTest } from './searchTest.ts';

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
/** Of what no row has asked about yet; of rows that are not all the same. */
const [unknown, differs] = [255, 252];
/** Of a field that has not the word; of one that keeps its rows out. */
const [nowhere, out] = [254, 253];

/**
 * Keeps the rows that have the word: its letters at most three apart within a run of letters. What signs set apart in
 * the word (0421-9933) may be further apart, in the same order.
 */
export function keepClose(index: SearchIndex, hits: Hits, word: string): void {
  const parts = runsOf(word);
  const near = parts.map((part) => keepNear(index, hits, part));
  if (parts[0] === word) return;
  const has = withLetters(index, word, (field) => field.includes(word));
  keepBy(index, hits, {
    ofField: (field) => (has(field) ? 0 : nowhere),
    tests: [
      { test: spansIn(index, word), distance: 0 },
      { test: inOrder(index, parts, (field, part) => isHit(near[part]?.[field])), distance: apart },
    ],
  });
}

/** Keeps rows with the word's letters in order between two spaces, however far apart; no distances. */
export function keepLoose(index: SearchIndex, hits: Hits, word: string): void {
  const parts = runsOf(word);
  for (const part of parts) {
    const has = withLetters(index, part, (field) => looseEnd(field, part, 0) !== -1);
    keepBy(index, hits, {
      ofField: (field) => (has(field) ? 0 : nowhere),
      tests: [{ test: spansLoosely(index, part), distance: 0 }],
    });
  }
  if (parts.length === 1) return;
  const ofRow = (row: number): boolean => looseInOrder(textOf(index, row), parts);
  const test: SearchTest = { ofKin: () => 'perhaps', ofRow };
  keepBy(index, hits, { ofField: () => nowhere, tests: [{ test, distance: 0 }] });
}

/** Keeps rows that do not have the word in one piece. */
export function keepWithout(index: SearchIndex, hits: Hits, word: string): void {
  const has = withLetters(index, word, (field) => field.includes(word));
  keepBy(index, hits, {
    ofField: (field) => (has(field) ? out : nowhere),
    tests: [
      { test: spansIn(index, word), distance: out },
      { test: { ofKin: () => 'yes', ofRow: () => true }, distance: 0 },
    ],
  });
}

/**
 * The best of a row's runs decides.
 *
 * @returns how far each field is, of the rows that were left
 */
function keepNear(index: SearchIndex, hits: Hits, part: string): Uint8Array {
  const bits = letterBits(part);
  const ofRun = onceEach(index.runs.length, (run) => runDistance(index, run, part));
  return keepBy(index, hits, {
    ofField(field) {
      let best = nowhere;
      if ((bits & ~(index.fieldLetters[field] ?? 0)) !== 0) return best;
      const its = index.fieldRuns[field] ?? [];
      for (let at = 0; at < its.length; at += 1) {
        const run = its[at] ?? 0;
        if ((bits & ~(index.runLetters[run] ?? 0)) === 0) best = Math.min(best, ofRun(run));
      }
      return best;
    },
  });
}

function runDistance({ runs, lowerRuns }: SearchIndex, run: number, part: string): number {
  const lower = lowerRuns[run] ?? '';
  const has = lower.includes(part) || isNearIn(lower, part);
  return has ? wordDistance(runs[run] ?? '', lower, part) : nowhere;
}

/** How far a row is: its best field decides, and of one without any the first of the tests that it fits. */
interface Kept {
  readonly ofField: (field: number) => number;
  readonly tests?: Tests;
}

type Tests = readonly { readonly test: SearchTest; readonly distance: number }[];

/**
 * Each field is asked once, and so is what the rows of an account share, which follow one another: every row comes by
 * here with each letter.
 *
 * @returns how far each field is that was asked
 */
function keepBy(index: SearchIndex, hits: Hits, { ofField, tests = [] }: Kept): Uint8Array {
  const { kin, kinEnds, kinFields, roles, names, namedByBoth } = index;
  const { rows, before, distances } = hits;
  const fields = new Uint8Array(index.fields.length).fill(unknown);
  const all = hits.count;
  hits.count = 0;
  for (let at = 0; at < all;) {
    const its = kin[rows[at] ?? 0] ?? 0;
    const end = kinEnds[its] ?? 0;
    const shared = bestOf(kinFields[its] ?? [], fields, ofField);
    let otherwise = unknown;
    for (; at < all; at += 1) {
      const row = rows[at] ?? 0;
      if (row >= end) break;
      const role = roles[row] ?? 0;
      let best = fields[role] ?? 0;
      if (best === unknown) best = fields[role] = ofField(role);
      if (shared < best) best = shared;
      if (namedByBoth[row] === 0) best = Math.min(best, bestOf([names[row] ?? 0], fields, ofField));
      if (best === nowhere && tests.length > 0) {
        if (otherwise === unknown) otherwise = ofKin(tests, its);
        best = otherwise === differs ? ofRow(tests, its, row) : otherwise;
      }
      if (best >= out) continue;
      rows[hits.count] = row;
      before[hits.count] = before[at] ?? 0;
      const distance = (distances[at] ?? 0) + best;
      distances[hits.count] = distance < farthest ? distance : farthest;
      hits.count += 1;
    }
  }
  return fields;
}

function isHit(distance = unknown): boolean {
  return distance < out;
}

function bestOf(its: readonly number[], known: Uint8Array, ofField: (field: number) => number): number {
  let best = nowhere;
  // By index: what iterates makes an object of each step until the engine has made good code of it.
  for (let at = 0; at < its.length; at += 1) {
    const field = its[at] ?? 0;
    let distance = known[field] ?? 0;
    if (distance === unknown) distance = known[field] = ofField(field);
    if (distance < best) best = distance;
  }
  return best;
}

/** How far all rows of an account are that have the word in no field. */
function ofKin(tests: Tests, kin: number): number {
  for (const { test, distance } of tests) {
    const answer = test.ofKin(kin);
    if (answer !== 'no') return answer === 'yes' ? distance : differs;
  }
  return nowhere;
}

function ofRow(tests: Tests, kin: number, row: number): number {
  for (const { test, distance } of tests) {
    const answer = test.ofKin(kin);
    if (answer === 'yes' || (answer === 'perhaps' && test.ofRow(row))) return distance;
  }
  return nowhere;
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
