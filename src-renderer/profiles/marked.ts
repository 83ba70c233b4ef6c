import { composed } from '../../src-main/core/folded.ts';
import { lettersFound } from '../../src-main/core/searchLetters.ts';

export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

/**
 * The parts of a row with the letters that the words matched set apart. A word is looked for in all parts together,
 * as it is when the rows are searched, so that each is marked once.
 */
export function marked<Part extends string>(
  parts: Readonly<Record<Part, string>>,
  words: readonly string[],
): Readonly<Record<Part, readonly Piece[]>> {
  const entries = Object.entries<string>(parts).map(([name, part]) => [name, composed(part)] as const);
  const text = entries.map(([, part]) => part).join(' ');
  const hits = new Set<number>();
  for (const word of words) {
    if (word.startsWith('-')) continue;
    for (const [from, to] of lettersFound(text, word)) for (let at = from; at < to; at += 1) hits.add(at);
  }
  let start = 0;
  const pieces = entries.map(([name, part]) => {
    const from = start;
    start += part.length + 1;
    return [name, piecesOf(part, (at) => hits.has(from + at))] as const;
  });
  return Object.fromEntries(pieces) as Record<Part, readonly Piece[]>;
}

function piecesOf(text: string, isHit: (at: number) => boolean): readonly Piece[] {
  const pieces: { text: string; hit: boolean }[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const hit = isHit(at);
    const last = pieces.at(-1);
    if (last?.hit === hit) last.text += text.charAt(at);
    else pieces.push({ text: text.charAt(at), hit });
  }
  return pieces;
}

/** An account id's pieces as AWS prints it: a hyphen belongs to the piece before it. */
export function printedPieces(pieces: readonly Piece[]): readonly Piece[] {
  let digits = 0;
  return pieces.map(({ text, hit }) => ({
    hit,
    text: Array.from(text)
      .map((digit) => {
        digits += 1;
        return digits === 4 || digits === 8 ? `${digit}-` : digit;
      })
      .join(''),
  }));
}
