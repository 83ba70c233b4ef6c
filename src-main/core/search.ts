import { folded } from './folded.ts';
import { indexing, searchText, type Searchable, type SearchIndex } from './searchIndex.ts';
import { hasMoreHits, hitsAmong, hitsAtDistances, type Hits } from './searchHits.ts';
import { keepClose, keepLoose, keepWithout } from './searchKeep.ts';
import { wordDistance } from './searchLetters.ts';
import { createRanking, type Places } from './searchRank.ts';
import { createTrail } from './searchTrail.ts';

export type { Searchable } from './searchIndex.ts';
export type { Places } from './searchRank.ts';

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
  /** The same by their index, for of a long list few are looked at; `before` has a number for each row. */
  places(words: string, how?: Closeness, before?: Uint8Array, among?: (index: number) => boolean): Places;
}

/** Of letters that are far apart, which say little, no more are ranked. */
const rankAtMost = 1_000;

/** Takes some 50 ms at 50,000 rows, so that a letter typed takes one: once a list, not once a letter. */
export function prepareSearch<Row extends Searchable>(rows: readonly Row[]): PreparedSearch<Row> {
  const steps = preparingSearch(rows);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same in steps of less than a millisecond, for a page that has other things to do. */
export function* preparingSearch<Row extends Searchable>(
  rows: readonly Row[],
): Generator<undefined, PreparedSearch<Row>> {
  const index = yield* indexing(rows);
  const [hitsOf, ranked, amongst] = [searching(index), createRanking(index), createAmong(index)];
  const places: PreparedSearch<Row>['places'] = (typed, how = 'close', before, among) => {
    const [words, hits] = [wordsOf(typed), amongst(among)];
    return ranked(
      words.length === 0 ? hits : hitsOf(words, how, hits),
      words.length === 0 ? undefined : before,
    );
  };
  return {
    places,
    find(typed, how, before, among) {
      if (among === undefined && wordsOf(typed).length === 0) return rows;
      const order = places(typed, how, before && numbersOf(rows.length, before), among);
      const found = new Array<Row>(order.length);
      for (let at = 0; at < order.length; at += 1) found[at] = rows[order.at(at) ?? 0] as Row;
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

function numbersOf(count: number, of: (index: number) => number): Uint8Array {
  const numbers = new Uint8Array(count);
  for (let at = 0; at < count; at += 1) numbers[at] = of(at);
  return numbers;
}

/** The rows to look at; the same ones while they are asked for again. */
function createAmong(index: SearchIndex): (among: ((index: number) => boolean) | undefined) => Hits {
  let [before, hits] = [undefined as ((index: number) => boolean) | undefined, hitsAmong(index)];
  return (among) => {
    if (among !== before) [before, hits] = [among, hitsAmong(index, among)];
    return hits;
  };
}

function searching(index: SearchIndex): (words: readonly string[], how: Closeness, among: Hits) => Hits {
  const closeTrail = createTrail(keeping(index, keepClose));
  const looseTrail = createTrail(keeping(index, keepLoose));
  return (words, how, among) => {
    const close = how === 'loose' ? undefined : closeTrail(words, among);
    if (close !== undefined && (how === 'close' || hasMoreHits(index, close, 0))) return close;
    return withDistances(index, looseTrail(words, among), words);
  };
}

function keeping(index: SearchIndex, keep: typeof keepClose): (hits: Hits, word: string) => Hits {
  return (hits, word) =>
    word.startsWith('-') ? keepWithout(index, hits, word.slice(1)) : keep(index, hits, word);
}

function withDistances(index: SearchIndex, found: Hits, words: readonly string[]): Hits {
  if (hasMoreHits(index, found, rankAtMost)) return found;
  const wanted = words.filter((word) => !word.startsWith('-'));
  return hitsAtDistances(index, found, (row) => {
    const text = searchText(index.rows[row] as Searchable);
    const lower = folded(text);
    return wanted.reduce((sum, word) => sum + wordDistance(text, lower, word), 0);
  });
}
