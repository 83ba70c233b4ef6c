import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf } from './fileTrouble.ts';
import { sweepTemps } from './sweepTemps.ts';

/** What a killed writer leaves beside a file: its draft of the whole, and its lock. */
const stray = /^\.(.+?)(?:\.[0-9a-f-]+\.[0-9a-f]{12}\.latchkey-temp|\.latchkey-lock[.0-9a-f]*)$/;

/** As `sweepTemps`, for every file of a folder that may not exist. @throws the file system's error */
export async function sweepFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  });
  const written = new Set(names.flatMap((name) => stray.exec(name)?.[1] ?? []));
  for (const name of written) await sweepTemps(join(folder, name));
}
