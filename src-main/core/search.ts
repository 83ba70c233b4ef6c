import UFuzzy from '@leeoniya/ufuzzy';
import { bestIndex, isLetter, scattered, startsWord } from './searchLetters.ts';

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
}

/**
 * `close`: at most three letters between two of a word. `loose`: any, `payprod` for payments-prod, for a person who
 * sees what matched. `typed`: close, and loose where nothing is close, so that a long list stays short.
 */
export type Closeness = 'close' | 'loose' | 'typed';

export interface PreparedSearch<Row> {
  /**
   * The rows that all words fit, best match first. `before` takes a row's index and decides between equally good
   * ones: the lower first (0 to 15), then as the rows came. No words: every row, as it came.
   */
  find(words: string, how?: Closeness, before?: (index: number) => number): readonly Row[];
}

/** A letter that fits more says little, and ranking all of them would cost another frame. */
const rankAtMost = 20_000;

const close = new UFuzzy({ intraIns: 3 });
const loose = new UFuzzy({ intraIns: Infinity, intraChars: '[^ ]' });

/** What was found last: as a person types on, only that is searched again. */
interface Found {
  readonly typed: string;
  readonly hits: number[];
}

/** Costs some 50 ms at 50,000 rows, so that a letter typed costs less than a frame: once a list, not once a letter. */
export function prepareSearch<Row extends Searchable>(rows: readonly Row[]): PreparedSearch<Row> {
  const texts = rows.map(searchText);
  const lower = texts.map((text) => text.toLowerCase());
  const last = new Map<UFuzzy, Found>();
  const found = (typed: string, words: readonly string[], fuzzy: UFuzzy): number[] => {
    const before = last.get(fuzzy);
    const start = before !== undefined && goesOn(typed, before.typed) ? before.hits : undefined;
    const hits = words.reduce((left, word) => narrow(lower, left, word, fuzzy), start) ?? [];
    last.set(fuzzy, { typed, hits });
    return hits;
  };
  return {
    find(typed, how = 'close', before = () => 0) {
      const words = wordsOf(typed);
      if (words.length === 0) return rows;
      let hits = found(typed, words, how === 'loose' ? loose : close);
      if (hits.length === 0 && how === 'typed') hits = found(typed, words, loose);
      const wanted = words.filter((word) => !word.startsWith('-'));
      const far = (at: number): number => distance(texts[at] ?? '', lower[at] ?? '', wanted);
      const key = (at: number): number => (hits.length > rankAtMost ? 0 : far(at)) * 16 + before(at);
      return ranked(hits, key).map((at) => rows[at] as Row);
    },
  };
}

/**
 * The rows that the words fit, best first: letters in order within a word, words in any order, over name, account,
 * id, role and sign-in; none that fits a word with a hyphen before it. No words: every row, as it came.
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
  return typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
}

function searchText({ name, accountId, accountName, roleName, ssoSession, origin }: Searchable): string {
  return `${accountName ?? accountId} / ${roleName} ${accountId} ${name} ${ssoSession ?? origin ?? ''}`;
}

/** Whether all that fits fitted before, too: a word was begun or went on, and none keeps rows out. */
function goesOn(typed: string, before: string): boolean {
  return before !== '' && typed.startsWith(before) && !/(^|\s)-/.test(typed);
}

function narrow(lower: string[], left: number[] | undefined, word: string, fuzzy: UFuzzy): number[] {
  const including = (part: string, wanted: boolean): number[] =>
    (left ?? [...lower.keys()]).filter((at) => lower[at]?.includes(part) === wanted);
  if (word.startsWith('-')) return including(word.slice(1), false);
  // uFuzzy knows Latin letters only; with `unicode` it takes five times as long.
  if (/[^\x20-\x7e]/.test(word)) return including(word, true);
  return fuzzy.filter(lower, word, left) ?? left ?? [];
}

/** How far a text is from the words, 0 best: the sum over the words. */
function distance(text: string, lower: string, words: readonly string[]): number {
  let sum = 0;
  for (const word of words) sum += wordDistance(text, lower, word);
  return sum;
}

/** A whole word 0, the start of one 1, within one 2; scattered letters 3 and one more for each letter between. */
function wordDistance(text: string, lower: string, word: string): number {
  const at = bestIndex(text, lower, word);
  if (at === -1) {
    const ranges = scattered(lower, word);
    const letters = ranges.reduce((sum, [from, to]) => sum + to - from, 0);
    return 3 + Math.min(60, (ranges.at(-1)?.[1] ?? 0) - (ranges[0]?.[0] ?? 0) - letters);
  }
  if (!startsWord(text, at)) return 2;
  return isLetter(text.charCodeAt(at + word.length)) ? 1 : 0;
}

/** By counting: sorting 50,000 would cost more than finding them. */
function ranked(hits: readonly number[], keyOf: (at: number) => number): readonly number[] {
  const keys = hits.map(keyOf);
  const next = new Uint32Array(keys.reduce((most, key) => Math.max(most, key), 0) + 2);
  for (const key of keys) next[key + 1] = (next[key + 1] ?? 0) + 1;
  for (let key = 1; key < next.length; key += 1) next[key] = (next[key] ?? 0) + (next[key - 1] ?? 0);
  const order = new Array<number>(hits.length);
  keys.forEach((key, index) => {
    const place = next[key] ?? 0;
    order[place] = hits[index] ?? 0;
    next[key] = place + 1;
  });
  return order;
}
