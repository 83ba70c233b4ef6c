import { readdir, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { breakEndedLock, isLockOf } from './fileLock.ts';
import { errnoOf } from './fileTrouble.ts';
import { processState } from './runningProcess.ts';
import { writerOf } from './temporaryName.ts';

/** A write takes well under a second: what a process elsewhere left for an hour is left for good. */
const longestWriteElsewhere = 3_600_000;

/** Removes the temporary files (which hold keys) and locks beside `path` whose writers were killed. */
export async function sweepTemps(path: string): Promise<void> {
  for (const name of await namesIn(dirname(path))) {
    if (isLockOf(path, name)) await breakEndedLock(path, name);
    const writer = writerOf(path, name);
    if (writer !== undefined && (await isStray(join(dirname(path), name), writer))) {
      await unlink(join(dirname(path), name)).catch(ignoreMissing);
    }
  }
}

async function isStray(path: string, writer: string): Promise<boolean> {
  const state = processState(writer);
  if (state !== 'elsewhere') return state === 'ended';
  const { mtimeMs } = await stat(path);
  return Date.now() - mtimeMs > longestWriteElsewhere;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    ignoreMissing(error);
    return [];
  }
}

function ignoreMissing(error: unknown): void {
  if (errnoOf(error) !== 'ENOENT') throw error;
}
