/** Indices into a text: from the first letter to behind the last. */
export type LetterRange = readonly [from: number, to: number];

/** Where a word (in lower case) is in a text: in one piece, else letter by letter; empty where it is not there. */
export function lettersFound(text: string, word: string): readonly LetterRange[] {
  const lower = text.toLowerCase();
  const at = bestIndex(text, lower, word);
  return at === -1 ? scattered(lower, word) : [[at, at + word.length]];
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
