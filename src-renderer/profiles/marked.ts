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
  const pieces = {} as Record<Part, readonly Piece[]>;
  const names = Object.keys(parts) as Part[];
  const texts = names.map((name) => composed(parts[name]));
  const text = texts.join(' ');
  const hits = new Uint8Array(text.length);
  for (const word of words) {
    if (word.startsWith('-')) continue;
    for (const [from, to] of lettersFound(text, word)) hits.fill(1, from, to);
  }
  let start = 0;
  names.forEach((name, at) => {
    const end = start + (texts[at]?.length ?? 0);
    pieces[name] = piecesOf(text, hits, start, end);
    start = end + 1;
  });
  return pieces;
}

function piecesOf(text: string, hits: Uint8Array, start: number, end: number): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let from = start; from < end;) {
    const hit = hits[from];
    let to = from + 1;
    while (to < end && hits[to] === hit) to += 1;
    pieces.push({ text: text.slice(from, to), hit: hit === 1 });
    from = to;
  }
  return pieces;
}

/** An account id's pieces as AWS prints it: a hyphen belongs to the piece before it. */
export function printedPieces(pieces: readonly Piece[]): readonly Piece[] {
  let digits = 0;
  return pieces.map(({ text, hit }) => {
    let printed = '';
    for (let at = 0; at < text.length; at += 1) {
      digits += 1;
      printed += digits === 4 || digits === 8 ? `${text.charAt(at)}-` : text.charAt(at);
    }
    return { hit, text: printed };
  });
}

/** A name that could turn what is written around it, between Unicode's own marks: what `<bdi>` does, in one text. */
export function isolated(pieces: readonly Piece[]): readonly Piece[] {
  if (pieces.every(({ text }) => /^[ -~]*$/.test(text))) return pieces;
  return [{ text: '\u2068', hit: false }, ...pieces, { text: '\u2069', hit: false }];
}

/** Neighbours that are alike in one. */
export function joined(pieces: readonly Piece[]): readonly Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (last?.hit !== piece.hit) all.push(piece);
    else all[all.length - 1] = { text: last.text + piece.text, hit: last.hit };
  }
  return all;
}
