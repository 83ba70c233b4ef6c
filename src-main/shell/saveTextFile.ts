import { writeFile } from 'node:fs/promises';
import { dialog } from 'electron';
import { AppError } from '../core/errors.ts';

/**
 * Writes text to a file that the person names, 0600; the system asks before one is replaced. Undefined where they name none.
 * @throws AppError file-unwritable
 */
export async function saveTextFile(title: string, name: string, text: string): Promise<string | undefined> {
  const { filePath } = await dialog.showSaveDialog({
    title,
    defaultPath: name,
    properties: ['dontAddToRecent'],
  });
  if (filePath === '') return undefined;
  try {
    await writeFile(filePath, text, { mode: 0o600 });
  } catch (error) {
    throw new AppError('file-unwritable', 'The file could not be written.', { cause: error });
  }
  return filePath;
}
