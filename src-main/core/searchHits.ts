import { looseInOrder, nearEnd, wordDistance } from './searchLetters.ts';
import { letterBits, runsOf, type SearchIndex } from './searchIndex.ts';

/** Rows by their index, as they came, with how far each is from the words: 0 best. */
export interface Hits {
  readonly rows: Uint32Array;
  readonly distances: Uint16Array;
}

/** What a word with signs in it loses where it is not there in one piece. */
const apart = 3;

/** The rows to look at, every one equally good. */
export function everyRow({ texts }: SearchIndex, among?: (row: number) => boolean): Hits {
  const rows = new Uint32Array(texts.length);
  for (let row = 0; row < rows.length; row += 1) rows[row] = row;
  const wanted = among === undefined ? rows : rows.filter(among);
  return { rows: wanted, distances: new Uint16Array(wanted.length) };
}

/**
 * Rows that have the word: its letters at most three apart within a run of letters. What signs set apart in the word
 * (0421-9933) may be further apart, in the same order.
 */
export function closeHits(index: SearchIndex, left: Hits, word: string): Hits {
  const parts = runsOf(word);
  const distances = parts.map((part) => distancesOf(index, part));
  const [only] = distances;
  if (only !== undefined && parts[0] === word) return narrowed(left, (row) => nearest(index, row, only));
  const inOneRun = index.lowerRuns.map((lower) => parts.map((_, part) => partsIn(lower, parts, part)));
  return narrowed(left, (row) => {
    let sum = 1;
    for (const one of distances) {
      const its = nearest(index, row, one);
      if (its === 0) return 0;
      sum += its - 1;
    }
    if (hasWhole(index, row, word)) return sum;
    return areInOrder(index, row, inOneRun, parts.length) ? sum + apart : 0;
  });
}

/** Rows with the word's letters in order between two spaces, however far apart; no distances. */
export function looseHits(index: SearchIndex, left: Hits, word: string): Hits {
  const parts = runsOf(word);
  const wanted = letterBits(word);
  return narrowed(left, (row) => {
    if ((wanted & ~(index.letters[row] ?? 0)) !== 0) return 0;
    return looseInOrder(index.texts[row] ?? '', parts) ? 1 : 0;
  });
}

/** Rows that do not have the word in one piece. */
export function withoutWord(index: SearchIndex, left: Hits, word: string): Hits {
  return narrowed(left, (row) => (hasWhole(index, row, word) ? 0 : 1));
}

function hasWhole({ texts }: SearchIndex, row: number, word: string): boolean {
  return texts[row]?.includes(word) === true;
}

/** `distance` is 0 for a row that does not stay, else 1 more than its distance. */
function narrowed({ rows, distances }: Hits, distance: (row: number) => number): Hits {
  const left = new Uint32Array(rows.length);
  const sums = new Uint16Array(rows.length);
  let count = 0;
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] ?? 0;
    const its = distance(row);
    if (its === 0) continue;
    left[count] = row;
    sums[count] = Math.min(4_095, (distances[at] ?? 0) + its - 1);
    count += 1;
  }
  return { rows: left.subarray(0, count), distances: sums.subarray(0, count) };
}

/** Of each run, 1 more than its distance from the word; 0: the word is not in it. */
function distancesOf({ runs, lowerRuns }: SearchIndex, word: string): Uint8Array {
  const distances = new Uint8Array(runs.length);
  lowerRuns.forEach((lower, at) => {
    const isThere = lower.includes(word) || nearEnd(lower, word) !== -1;
    if (isThere) distances[at] = 1 + wordDistance(runs[at] ?? '', lower, word);
  });
  return distances;
}

/** The best of the row's runs; 0: none of them. */
function nearest({ places, starts }: SearchIndex, row: number, distances: Uint8Array): number {
  let best = 0;
  const end = starts[row + 1] ?? 0;
  for (let at = starts[row] ?? 0; at < end; at += 1) {
    const its = distances[places[at] ?? 0] ?? 0;
    if (its !== 0 && (best === 0 || its < best)) best = its;
    if (best === 1) break;
  }
  return best;
}

/** How many parts of a word, from `part` on, stand in a run one behind the other, as two of an account id do. */
function partsIn(lower: string, parts: readonly string[], part: number): number {
  let end = 0;
  for (let next = part; next < parts.length; next += 1) {
    end = nearEnd(lower, parts[next] ?? '', end);
    if (end === -1) return next - part;
  }
  return parts.length - part;
}

/** Whether the row's runs have all parts of a word, one behind the other. */
function areInOrder(
  { places, starts }: SearchIndex,
  row: number,
  inOneRun: readonly (readonly number[])[],
  parts: number,
): boolean {
  let part = 0;
  const end = starts[row + 1] ?? 0;
  for (let at = starts[row] ?? 0; at < end; at += 1) {
    part += inOneRun[places[at] ?? 0]?.[part] ?? 0;
    if (part === parts) return true;
  }
  return false;
}
