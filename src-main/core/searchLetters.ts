import { folded } from './folded.ts';

/** Indices into a text: from the first letter to behind the last. */
export type LetterRange = readonly [from: number, to: number];

/** Where a folded word is in a composed text: in one piece, else letter by letter; empty where it is not there. */
export function lettersFound(text: string, word: string): readonly LetterRange[] {
  const lower = folded(text);
  const at = bestIndex(text, lower, word);
  return at === -1 ? scattered(lower, word) : [[at, at + word.length]];
}

/** How far a text is from a word that it has: a whole word 0, the start of one 1, within one 2; letters apart 3 and one more for each between. */
export function wordDistance(text: string, lower: string, word: string): number {
  const at = bestIndex(text, lower, word);
  if (at === -1) {
    const ranges = scattered(lower, word);
    const letters = ranges.reduce((sum, [from, to]) => sum + to - from, 0);
    return 3 + Math.min(60, (ranges.at(-1)?.[1] ?? 0) - (ranges[0]?.[0] ?? 0) - letters);
  }
  if (!startsWord(text, at)) return 2;
  return isLetter(text.charCodeAt(at + word.length)) ? 1 : 0;
}

/** Index of a word in one piece, at the start of a word of the text if there is such a place; -1: not in one piece. */
export function bestIndex(text: string, lower: string, word: string): number {
  const first = lower.indexOf(word);
  for (let at = first; at !== -1; at = lower.indexOf(word, at + 1)) if (startsWord(text, at)) return at;
  return first;
}

/** A word begins behind what is no letter, and at the capital in BillingAdmin. */
export function startsWord(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  return at === 0 || !isLetter(before) || (isCapital(text.charCodeAt(at)) && !isCapital(before));
}

/** Letters and digits; NaN, which is behind the end, is none. */
export function isLetter(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 122) || isCapital(code) || code > 127;
}

function isCapital(code: number): boolean {
  return code >= 65 && code <= 90;
}

/** What is no letter in the word need not be in the text: 0421-9933 is in 042199330871. */
export function scattered(lower: string, word: string): readonly LetterRange[] {
  const ranges: [number, number][] = [];
  let at = 0;
  for (const letter of word) {
    if (!isLetter(letter.charCodeAt(0))) continue;
    const found = lower.indexOf(letter, at);
    if (found === -1) return [];
    at = found + letter.length;
    const last = ranges.at(-1);
    if (last?.[1] === found) last[1] = at;
    else ranges.push([found, at]);
  }
  return ranges;
}

/** Letters that may stand between two of a word where it is near. */
const between = 3;

/** Whether a word's letters are at most three apart somewhere in a run of letters. */
export function isNearIn(run: string, word: string): boolean {
  return nearEnd(run, word) !== -1;
}

/** Two lists that take turns, kept: this is asked of thousands of runs with each letter typed. */
let [ends, next]: [number[], number[]] = [[], []];

/** Index behind a word whose letters are at most three apart in a run of letters; -1: it is nowhere behind `from`. */
export function nearEnd(run: string, word: string, from = 0): number {
  // Every place where the letters so far may end: the nearest next letter may lead nowhere.
  let count = 0;
  for (let letter = 0; letter < word.length; letter += 1) {
    const [before, wanted] = [count, word.charAt(letter)];
    let last = 0;
    count = 0;
    for (
      let at = run.indexOf(wanted, letter === 0 ? from : ends[0]);
      at !== -1;
      at = run.indexOf(wanted, at + 1)
    ) {
      if (letter > 0) {
        while (last + 1 < before && (ends[last + 1] ?? 0) <= at) last += 1;
        if (at - (ends[last] ?? 0) > between) continue;
      }
      next[count] = at + 1;
      count += 1;
    }
    if (count === 0) return -1;
    [ends, next] = [next, ends];
  }
  return count === 0 ? -1 : (ends[0] ?? -1);
}

/** Whether the parts are there one behind the other, the letters of each in order between two spaces. */
export function looseInOrder(lower: string, parts: readonly string[]): boolean {
  let end = 0;
  return parts.every((part) => {
    // The earliest end leaves the most for the next.
    end = looseEnd(lower, part, end);
    return end !== -1;
  });
}

/** Index behind the letters in order between two spaces; -1: they are nowhere behind `from`. */
export function looseEnd(lower: string, part: string, from: number): number {
  let [letter, at] = [0, from - 1];
  let gap = lower.indexOf(' ', from);
  while (letter < part.length) {
    at = lower.indexOf(part.charAt(letter), at + 1);
    if (at === -1) return -1;
    if (gap !== -1 && at > gap) {
      // Behind a space all letters have to be found anew.
      gap = lower.indexOf(' ', at);
      if (letter > 0) at = lower.lastIndexOf(' ', at);
      letter = 0;
      if (lower.charCodeAt(at) !== part.charCodeAt(0)) continue;
    }
    letter += 1;
  }
  return at + 1;
}

/** One bit for each letter, digits and what is not Latin share some: a text that lacks one of a word's lacks the word. */
export function letterBits(lower: string): number {
  let bits = 0;
  for (let at = 0; at < lower.length; at += 1) {
    const code = lower.charCodeAt(at);
    if (isLetter(code)) bits |= 1 << (code >= 97 && code <= 122 ? code - 97 : 26 + (code % 6));
  }
  return bits;
}
