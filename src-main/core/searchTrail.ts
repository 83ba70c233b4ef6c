import { hitsWithin, type Hits } from './searchHits.ts';

/** A search in words, one behind the other. */
export type Trail = (words: readonly string[], all: Hits) => Hits;

/**
 * What is left after each word, kept from letter to letter: where somebody types on, only the last word is looked for,
 * among the kin that had its beginning.
 *
 * @param keep takes away the rows that a word does not fit; none may fit a word that does not fit its beginning
 */
export function createTrail(keep: (hits: Hits, word: string) => Hits): Trail {
  let steps: readonly { readonly word: string; readonly hits: Hits }[] = [];
  let before: Hits | undefined;
  return (words, all) => {
    if (before !== all) steps = [];
    before = all;
    let left = all;
    let isSame = true;
    steps = words.map((word, at) => {
      const step = steps[at];
      const wasSame = isSame;
      isSame &&= step?.word === word;
      if (step === undefined || !isSame) {
        const from =
          step !== undefined && wasSame && isTypedOn(step.word, word) ? hitsWithin(left, step.hits) : left;
        left = keep(from, word);
        return { word, hits: left };
      }
      left = step.hits;
      return step;
    });
    return left;
  };
}

/** Of a word that keeps rows out, more letters let more in. */
function isTypedOn(before: string, now: string): boolean {
  return !before.startsWith('-') && now.startsWith(before);
}
