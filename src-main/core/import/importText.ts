import { AppError } from '../errors.ts';

/** Bytes of a file that is imported; nobody's own comes near. */
export const longestImport = 1_048_576;

/**
 * Text of a file that somebody else may have written, before anything reads it.
 * @throws AppError file-invalid for more than 1 MB, and for a NUL, which no text has
 */
export function importText(text: string, what: string): string {
  if (text.length > longestImport) throw tooLarge(what);
  if (text.includes('\0')) throw new AppError('file-invalid', `${what} is no text: it has a NUL in it.`);
  return text.replace(/^\ufeff/, '');
}

export function tooLarge(what: string): AppError {
  return new AppError('file-invalid', `${what} is larger than 1 MB.`, {
    hint: 'Take out of it what nobody uses any more.',
  });
}
