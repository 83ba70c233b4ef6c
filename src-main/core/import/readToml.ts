import { AppError } from '../errors.ts';
import { importText } from './importText.ts';
import { deepest, plainDocument } from './plainDocument.ts';

/** @throws AppError file-invalid, without a word of the text */
export async function readToml(text: string, what: string): Promise<unknown> {
  const checked = importText(text, what);
  // A header or a key of many dots makes one table in another, faster than it is written.
  if (hasLongPath(checked)) throw new AppError('file-invalid', `${what} is nested too deeply.`);
  // Few people use a tool that writes TOML, and nobody else waits for its parser.
  const { parse } = await import('smol-toml');
  let value: unknown;
  try {
    value = parse(checked, { maxDepth: deepest });
  } catch {
    throw new AppError('file-invalid', `${what} is not TOML that can be read.`, {
      hint: 'It may have been cut short.',
    });
  }
  return plainDocument(value, what);
}

function hasLongPath(text: string): boolean {
  return text.split('\n').some((line) => (line.split('=')[0] ?? '').split('.').length > deepest);
}
