import { readFileSync } from 'node:fs';
import { AppError } from '../core/errors.ts';

/** @throws AppError bad-input when the file cannot be read */
export function readTextFile(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'no reason given';
    throw new AppError('bad-input', `The file of ${option} cannot be read: ${file} (${code}).`, { cause });
  }
}
