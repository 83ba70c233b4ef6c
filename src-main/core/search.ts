import { folded } from './folded.ts';
import { indexing, searchText, type Searchable, type SearchIndex } from './searchIndex.ts';
import { ranked } from './searchRank.ts';
import { closeHits, everyRow, looseHits, withoutWord, type Hits } from './searchHits.ts';
import { wordDistance } from './searchLetters.ts';

export type { Searchable } from './searchIndex.ts';

/**
 * `close`: at most three letters between two of a word. `loose`: any, `payprod` for payments-prod, for a person who
 * sees what matched. `typed`: close, and loose where nothing is close, so that a long list stays short.
 */
export type Closeness = 'close' | 'loose' | 'typed';

export interface PreparedSearch<Row> {
  /**
   * The rows that all words fit, best match first. `before` takes a row's index and decides between equally good
   * ones: the lower first (0 to 15), then as the rows came. No words: every row, as it came. Where `among` is given,
   * only rows that it says yes to by their index.
   */
  find(
    words: string,
    how?: Closeness,
    before?: (index: number) => number,
    among?: (index: number) => boolean,
  ): readonly Row[];
}

/** Of letters that are far apart, which say little, no more are ranked. */
const rankAtMost = 1_000;

/** Costs some 100 ms at 50,000 rows, so that a letter typed costs a few: once a list, not once a letter. */
export function prepareSearch<Row extends Searchable>(rows: readonly Row[]): PreparedSearch<Row> {
  const steps = preparingSearch(rows);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same in steps of about a millisecond, for a page that has other things to do. */
export function* preparingSearch<Row extends Searchable>(
  rows: readonly Row[],
): Generator<undefined, PreparedSearch<Row>> {
  const index = yield* indexing(rows);
  return {
    find(typed, how = 'close', before = () => 0, among) {
      const words = wordsOf(typed);
      if (words.length === 0) return among === undefined ? rows : rows.filter((_, at) => among(at));
      const all = everyRow(index, among);
      let hits = how === 'loose' ? allLoose(rows, index, all, words) : allClose(index, all, words);
      if (hits.rows.length === 0 && how === 'typed') hits = allLoose(rows, index, all, words);
      const order = ranked(hits, before);
      const found = new Array<Row>(order.length);
      for (let at = 0; at < order.length; at += 1) found[at] = rows[order[at] ?? 0] as Row;
      return found;
    },
  };
}

/**
 * The rows that the words fit, best first: letters in order within a word, words in any order, over name, account,
 * id, role, sign-in, alias and labels; none that fits a word with a hyphen before it. No words: every row, as it came.
 */
export function searchProfiles<Row extends Searchable>(
  rows: readonly Row[],
  words: string,
  how: Closeness = 'close',
): readonly Row[] {
  return prepareSearch(rows).find(words, how);
}

/** Words in lower case, as they are matched. */
export function wordsOf(typed: string): readonly string[] {
  return folded(typed)
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
}

function allClose(index: SearchIndex, all: Hits, words: readonly string[]): Hits {
  return words.reduce(
    (left, word) =>
      word.startsWith('-') ? withoutWord(index, left, word.slice(1)) : closeHits(index, left, word),
    all,
  );
}

function allLoose(
  rows: readonly Searchable[],
  index: SearchIndex,
  all: Hits,
  words: readonly string[],
): Hits {
  const found = words.reduce(
    (left, word) =>
      word.startsWith('-') ? withoutWord(index, left, word.slice(1)) : looseHits(index, left, word),
    all,
  );
  if (found.rows.length > rankAtMost) return found;
  const wanted = words.filter((word) => !word.startsWith('-'));
  const distance = (at: number): number => {
    const [text, lower] = [searchText(rows[at] as Searchable), index.texts[at] ?? ''];
    return wanted.reduce((sum, word) => sum + wordDistance(text, lower, word), 0);
  };
  return { rows: found.rows, distances: Uint16Array.from(found.rows, distance) };
}
