import { AppError } from '../errors.ts';

interface Reading {
  readonly words: readonly string[];
  /** Undefined between two words. */
  readonly word: string | undefined;
  readonly rest: string;
}

/** What a shell would act on. A program is run without one, so that nothing in it can turn into another command. */
const forShell = /^[|&;<>()$`*?[\]{}\n\r]/;
const forShellAtStart = /^[~#]/;

/**
 * A program and its arguments from one string, split as a shell reads it: spaces part, quotes and backslashes keep
 * together. Undone are variables, pipes, patterns and all else that needs a shell.
 * @throws AppError bad-input for those, an open quote, or nothing at all; the sentence holds nothing of the text
 */
export function commandWords(option: string, text: string): string[] {
  let reading: Reading = { words: [], word: undefined, rest: text };
  while (reading.rest !== '') reading = next(option, reading);
  const words = finished(reading);
  if ((words[0] ?? '') !== '') return [...words];
  throw new AppError('bad-input', `${option} names no program.`, { hint: example(option) });
}

function next(option: string, reading: Reading): Reading {
  const { words, word, rest } = reading;
  const [first = ''] = rest;
  if (/^[ \t]/.test(rest)) return { words: finished(reading), word: undefined, rest: rest.slice(1) };
  if (first === "'") return joined(reading, ...single(option, rest));
  if (first === '"') return joined(reading, ...double(option, rest));
  if (first === '\\') {
    if (rest.length === 1) throw unclosed(option);
    return joined(reading, rest.slice(1, 2), rest.slice(2));
  }
  if (forShell.test(rest) || (word === undefined && forShellAtStart.test(rest))) throw needsShell(option);
  return { words, word: (word ?? '') + first, rest: rest.slice(first.length) };
}

function joined({ words, word }: Reading, more: string, rest: string): Reading {
  return { words, word: (word ?? '') + more, rest };
}

function finished({ words, word }: Reading): readonly string[] {
  return word === undefined ? words : [...words, word];
}

/** What the quotes hold, and what comes behind them. */
function single(option: string, rest: string): [string, string] {
  const end = rest.indexOf("'", 1);
  if (end === -1) throw unclosed(option);
  return [rest.slice(1, end), rest.slice(end + 1)];
}

/** Within double quotes a shell still fills in variables, and a backslash is one unless it protects something. */
function double(option: string, rest: string): [string, string] {
  const match = /^"((?:[^"\\]|\\[\s\S])*)"/.exec(rest);
  if (match === null) throw unclosed(option);
  const [all, inside = ''] = match;
  if (/[$`]/.test(inside.replaceAll(/\\[\s\S]/g, ''))) throw needsShell(option);
  return [inside.replaceAll(/\\([\\"$`])/g, '$1'), rest.slice(all.length)];
}

function unclosed(option: string): AppError {
  return new AppError('bad-input', `${option} has a quote or a backslash that is not closed.`, {
    hint: example(option),
  });
}

function needsShell(option: string): AppError {
  return new AppError(
    'bad-input',
    `${option} is run without a shell: it takes no variables, pipes or patterns.`,
    { hint: 'Quote what is meant as it stands, or put the line into a script and name that.' },
  );
}

function example(option: string): string {
  return `Write it like: ${option} 'ykman oath accounts code --single "AWS ada"'`;
}
