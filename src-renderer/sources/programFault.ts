import { AppError } from '../../src-main/core/errors.ts';
import { commandWords } from '../../src-main/core/roles/commandWords.ts';

/** What is wrong with a program and its arguments. */
export function programFault(typed: string): string | undefined {
  try {
    const words = programWords(typed);
    const [program = ''] = words;
    if (words.includes('')) return 'An argument of a command is empty.';
    if (program.includes('/') && !program.startsWith('/'))
      return 'The program must be a name that is on the PATH, or an absolute path.';
    return words.length > 64 ? 'A command has at most 64 arguments.' : undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return typed.trim() === '' ? 'Type the program with its arguments.' : error.message;
  }
}

/** @throws AppError bad-input for what only a shell could read */
export function programWords(typed: string): string[] {
  return commandWords('The program', typed.trim());
}
