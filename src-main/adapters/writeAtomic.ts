import { open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { temporaryName } from './temporaryName.ts';

export interface AtomicWrite {
  /** The real file, no link. */
  readonly path: string;
  readonly bytes: Buffer;
  /** Permission bits of the result, whatever the umask. */
  readonly mode: number;
  /** Group of the result; kept where the owner may set it, else `mode` loses the group's bits. */
  readonly group?: number;
  /** Asked when all is written, right before the replacement; `false` gives up. */
  readonly stillWanted?: () => Promise<boolean>;
}

/**
 * Replaces a file so that everybody sees the old or the new one, also after a kill or a power cut. On any error the
 * old file is untouched and nothing is left beside it.
 * @returns whether the file was replaced
 * @throws the file system's error
 */
export async function writeAtomic(write: AtomicWrite): Promise<boolean> {
  const temporary = temporaryName(write.path);
  try {
    await writeTemporary(temporary, write);
    if ((await write.stillWanted?.()) === false) {
      await unlink(temporary);
      return false;
    }
    await rename(temporary, write.path);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(write.path));
  return true;
}

/** `wx` follows no link that somebody may have laid at the name. */
async function writeTemporary(path: string, { bytes, mode, group }: AtomicWrite): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    const kept = group === undefined || (await keepsGroup(file, group));
    await file.chmod(kept ? mode : mode & 0o707);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function keepsGroup(file: Awaited<ReturnType<typeof open>>, group: number): Promise<boolean> {
  const { uid, gid } = await file.stat();
  if (gid === group) return true;
  return file.chown(uid, group).then(
    () => true,
    () => false,
  );
}

/** Makes the new name last through a power cut. The file is already in place, so a failure here undoes nothing. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    await folder.sync().finally(() => folder.close());
  } catch {
    // Some file systems cannot sync a folder.
  }
}
