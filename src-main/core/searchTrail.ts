import type { Hits } from './searchHits.ts';

/** A search in words, one behind the other. */
export type Trail = (words: readonly string[], among: Uint32Array) => Hits;

/**
 * What is left after each word, kept from letter to letter: where somebody types on, only the last word is looked for,
 * among the rows that had its beginning. The hits are good until the next call.
 *
 * @param keep takes away the rows that a word does not fit; none may fit a word that does not fit its beginning
 */
export function createTrail(keep: (hits: Hits, word: string) => void): Trail {
  const steps: { word: string; readonly hits: Hits }[] = [];
  let depth = 0;
  let all: Uint32Array | undefined;
  return (words, among) => {
    if (all !== among) depth = 0;
    all = among;
    let same = 0;
    while (same < depth && steps[same]?.word === words[same]) same += 1;
    for (const [at, word] of [...words.entries()].slice(same)) {
      const step = (steps[at] ??= { word: '', hits: noHits() });
      const { hits } = step;
      if (at === same && at < depth && isTypedOn(step.word, word))
        hits.distances.set(hits.before.subarray(0, hits.count));
      else begin(hits, steps[at - 1]?.hits, among);
      keep(hits, word);
      step.word = word;
    }
    depth = words.length;
    return steps[depth - 1]?.hits ?? noHits();
  };
}

/** Of a word that keeps rows out, more letters let more in. */
function isTypedOn(before: string, now: string): boolean {
  return !before.startsWith('-') && now.startsWith(before);
}

function noHits(): Hits {
  return { rows: new Uint32Array(), before: new Uint16Array(), distances: new Uint16Array(), count: 0 };
}

/** With what the words before have left, else with all rows. */
function begin(hits: Hits, from: Hits | undefined, all: Uint32Array): void {
  const count = from === undefined ? all.length : from.count;
  if (hits.rows.length < count) {
    hits.rows = new Uint32Array(count);
    hits.before = new Uint16Array(count);
    hits.distances = new Uint16Array(count);
  }
  hits.count = count;
  hits.rows.set((from?.rows ?? all).subarray(0, count));
  if (from === undefined) hits.before.fill(0);
  else hits.before.set(from.distances.subarray(0, count));
  hits.distances.set(hits.before);
}
