import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { AppError } from '../core/errors.ts';
import { longestImport, tooLarge } from '../core/import/importText.ts';
import type { ImportFiles } from '../core/ports.ts';
import { answeredInTime } from './answeredInTime.ts';
import { importPlaces } from './importPlaces.ts';
import { machineIds } from './machineIds.ts';
import { openLeappText } from './openLeappText.ts';

/** Files of other tools, read and never written. `ids` are what may be Leapp’s passphrase on this machine. */
export function createImportFiles(
  environment: NodeJS.ProcessEnv,
  ids = async (): Promise<readonly string[]> => machineIds(environment),
): ImportFiles {
  const isThere = answeredInTime(
    async (path) => (await stat(path).catch(() => undefined))?.isFile() === true,
  );
  const bytesAt = answeredInTime(bytesOf);
  return {
    places: (tool) => importPlaces(environment)[tool],
    isThere,
    read: async (path, letters = 'utf8') => (await bytesAt(path))?.toString(letters),
    readLeapp: async (path) => {
      const bytes = await bytesAt(path);
      if (bytes === undefined) return undefined;
      const json = openLeappText(bytes.toString('utf8'), await ids());
      if (json !== undefined) return json;
      throw new AppError('file-invalid', 'Leapp’s file cannot be opened with the id of this machine.', {
        hint: 'It was written on another machine, or is damaged: open it with Leapp once, then try again.',
      });
    },
  };
}

/** Its size is looked at first: a large file is not even begun. */
async function bytesOf(path: string): Promise<Buffer | undefined> {
  try {
    // A pipe would keep us for ever.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const about = await file.stat();
      if (!about.isFile())
        throw new AppError('file-unreadable', `${path} is ${about.isDirectory() ? 'a folder' : 'no file'}.`, {
          hint: 'Name a file.',
        });
      if (about.size > longestImport) throw tooLarge(path);
      const { bytesRead, buffer } = await file.read(Buffer.alloc(longestImport + 1), 0, longestImport + 1, 0);
      if (bytesRead > longestImport) throw tooLarge(path);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new AppError('file-unreadable', `${path} cannot be read (${code ?? 'no reason given'}).`, {
      cause: error,
    });
  }
}
