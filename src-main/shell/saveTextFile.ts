import { open } from 'node:fs/promises';
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
    // One that is replaced may be open to others: it is closed to them before anything is in it.
    const file = await open(filePath, 'a', 0o600);
    try {
      // A stick’s file system may have no such modes.
      await file.chmod(0o600).catch(() => undefined);
      await file.truncate();
      await file.writeFile(text);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new AppError('file-unwritable', 'The file could not be written.', { cause: error });
  }
  return filePath;
}
