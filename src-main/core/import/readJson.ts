import { AppError } from '../errors.ts';
import { importText } from './importText.ts';
import { plainDocument } from './plainDocument.ts';

/** @throws AppError file-invalid, without a word of the text */
export function readJson(text: string, what: string): unknown {
  const checked = importText(text, what);
  let value: unknown;
  try {
    value = JSON.parse(checked) as unknown;
  } catch {
    throw new AppError('file-invalid', `${what} is not JSON that can be read.`, {
      hint: 'It may have been cut short.',
    });
  }
  return plainDocument(value, what);
}
