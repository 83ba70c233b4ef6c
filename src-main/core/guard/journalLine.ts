import { z } from 'zod';
import { journalEntry, type JournalEntry } from './journal.ts';

/** The longest path that Linux has; names are shorter. */
const longestText = 4096;

/** Entries of newer versions may say more. */
const readEntry = z.object(journalEntry.shape);

/** How a line begins whose time is `at`, so that ages are compared without parsing. */
export function startOfLine(at: string): string {
  return `{"at":"${at}`;
}

/** One line without its end. Whoever looks at the file in a terminal sees no letter that changes how it reads. */
export function lineOf({ at, ...entry }: JournalEntry): string {
  const bounded = Object.fromEntries(
    Object.entries(entry).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.slice(0, longestText) : value,
    ]),
  );
  // JSON escapes only the controls below U+0020.
  return JSON.stringify({ at, ...bounded }).replace(/[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

/** Undefined for a line that a crash or somebody else damaged. */
export function parseLine(line: string): JournalEntry | undefined {
  try {
    return readEntry.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

function escaped(letter: string): string {
  let text = '';
  for (let at = 0; at < letter.length; at += 1) {
    text += `\\u${letter.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }
  return text;
}
