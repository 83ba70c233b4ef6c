import { open } from 'node:fs/promises';
import { dialog } from 'electron';
import { AppError } from '../core/errors.ts';

/** A file of keys has a few lines. */
const longest = 64 * 1024;

/**
 * Text of a file that the person chooses; undefined when they choose none.
 * @throws AppError file-unreadable
 */
export async function chooseTextFile(title: string): Promise<string | undefined> {
  const { filePaths } = await dialog.showOpenDialog({ title, properties: ['openFile', 'dontAddToRecent'] });
  const [path] = filePaths;
  if (path === undefined) return undefined;
  try {
    const file = await open(path, 'r');
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(longest), 0, longest, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new AppError('file-unreadable', 'The chosen file could not be read.', { cause: error });
  }
}
