import { onceEach } from './onceEach.ts';
import { nowhere, out } from './searchAsked.ts';
import type { Hits } from './searchHits.ts';
import { runsOf, textOf, type SearchIndex } from './searchIndex.ts';
import { keepBy, type Kept } from './searchKeepBy.ts';
import { isNearIn, letterBits, looseEnd, looseInOrder, wordDistance } from './searchLetters.ts';
import { inOrder } from './searchOrder.ts';
import { spansIn, spansLoosely } from './searchSpans.ts';
import type { SearchTest } from './searchTest.ts';

/** What a word with signs in it loses where it is not there in one piece. */
const apart = 3;

/**
 * Keeps the rows that have the word: its letters at most three apart within a run of letters. What signs set apart in
 * the word (0421-9933) may be further apart, in the same order.
 */
export function keepClose(index: SearchIndex, hits: Hits, word: string): Hits {
  const parts = runsOf(word);
  const near: Kept[] = [];
  for (const part of parts) near.push(keepNear(index, near.at(-1) ?? hits, part));
  const left = near.at(-1) ?? hits;
  if (parts[0] === word) return left;
  const has = withLetters(index, word, (field) => field.includes(word));
  const isNear = (field: number, part: number): boolean => (near[part]?.asked.known[field] ?? nowhere) < out;
  return keepBy(index, left, {
    ofField: (field) => (has(field) ? 0 : nowhere),
    tests: [
      { test: spansIn(index, word), distance: 0 },
      { test: inOrder(index, parts, isNear), distance: apart },
    ],
  });
}

/** Keeps rows with the word's letters in order between two spaces, however far apart; no distances. */
export function keepLoose(index: SearchIndex, hits: Hits, word: string): Hits {
  const parts = runsOf(word);
  let left = hits;
  for (const part of parts) {
    const has = withLetters(index, part, (field) => looseEnd(field, part, 0) !== -1);
    left = keepBy(index, left, {
      ofField: (field) => (has(field) ? 0 : nowhere),
      tests: [{ test: spansLoosely(index, part), distance: 0 }],
    });
  }
  if (parts.length === 1) return left;
  const ofRow = (row: number): boolean => looseInOrder(textOf(index, row), parts);
  const test: SearchTest = { ofKin: () => 'perhaps', ofRow };
  return keepBy(index, left, { ofField: () => nowhere, tests: [{ test, distance: 0 }] });
}

/** Keeps rows that do not have the word in one piece. */
export function keepWithout(index: SearchIndex, hits: Hits, word: string): Hits {
  const has = withLetters(index, word, (field) => field.includes(word));
  return keepBy(index, hits, {
    ofField: (field) => (has(field) ? out : nowhere),
    tests: [
      { test: spansIn(index, word), distance: out },
      { test: { ofKin: () => 'yes', ofRow: () => true }, distance: 0 },
    ],
  });
}

/** The best of a row's runs decides. */
function keepNear(index: SearchIndex, hits: Hits, part: string): Kept {
  const bits = letterBits(part);
  const { starts, items } = index.fieldRuns;
  const ofRun = onceEach(index.runs.length, (run) => runDistance(index, run, part));
  return keepBy(index, hits, {
    ofField(field) {
      let best = nowhere;
      if ((bits & ~(index.fieldLetters[field] ?? 0)) !== 0) return best;
      for (let at = starts[field] ?? 0; at < (starts[field + 1] ?? 0); at += 1) {
        const run = items[at] ?? 0;
        if ((bits & ~(index.runLetters[run] ?? 0)) === 0) best = Math.min(best, ofRun(run));
      }
      return best;
    },
  });
}

function runDistance({ runs, lowerRuns }: SearchIndex, run: number, part: string): number {
  const lower = lowerRuns[run] ?? '';
  const has = lower.includes(part) || (part.length > 1 && isNearIn(lower, part));
  return has ? wordDistance(runs[run] ?? '', lower, part) : nowhere;
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
