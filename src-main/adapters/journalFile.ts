import { constants } from 'node:fs';
import { lstat, mkdir, open, unlink, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../core/errors.ts';
import type { JournalFile } from '../core/ports.ts';
import { errnoOf, fileTrouble, type FileCode } from './fileTrouble.ts';
import { sweepTemps } from './sweepTemps.ts';
import { writeAtomic } from './writeAtomic.ts';

/** Bytes: some 50,000 entries. A program that asks in a loop must not fill the disk. */
const defaultLargest = 20 * 1024 * 1024;

const newline = 0x0a;
/** No link that somebody laid at the name is followed, and no pipe waited for. */
const carefully = constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * The journal at `path`, an absolute path in our own home. A file that is somebody else's, a link or no regular file
 * is neither read nor written. Every method throws AppError file-unreadable or file-unwritable.
 */
export function createJournalFile(path: string, largest = defaultLargest): JournalFile {
  return {
    append: (lines) =>
      orTrouble('file-unwritable', path, async () => {
        const size = await append(path, Buffer.from(lines));
        if (size > largest) await replace(path, linesOf(await readEnd(path, largest / 2)));
      }),
    read: () => orTrouble('file-unreadable', path, async () => linesOf(await readEnd(path, largest))),
    replace: (lines) => orTrouble('file-unwritable', path, () => replace(path, lines)),
  };
}

/** All of `bytes` or nothing. @returns the size of the file after it */
async function append(path: string, bytes: Buffer): Promise<number> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | carefully;
  const file = await open(path, flags, 0o600);
  try {
    const { size, mode } = await checkOwn(path, file);
    if ((mode & 0o077) !== 0) await file.chmod(0o600);
    // A line that a kill cut short must not spoil the next one.
    const whole = (await endsLine(file, size)) ? bytes : Buffer.concat([Buffer.of(newline), bytes]);
    try {
      await file.writeFile(whole);
    } catch (error) {
      await file.truncate(size).catch(() => undefined);
      throw error;
    }
    return size + whole.length;
  } finally {
    await file.close();
  }
}

async function endsLine(file: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return true;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === newline;
}

/** At most the last `most` bytes, from the beginning of a line; empty where there is no file. */
async function readEnd(path: string, most: number): Promise<string> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | carefully);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return '';
    throw error;
  }
  try {
    const { size } = await checkOwn(path, file);
    const wanted = Math.min(size, Math.floor(most));
    const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, size - wanted);
    const text = buffer.toString('utf8', 0, bytesRead);
    return wanted < size ? text.slice(text.indexOf('\n') + 1) : text;
  } finally {
    await file.close();
  }
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

async function replace(path: string, lines: readonly string[]): Promise<void> {
  await checkReplaceable(path);
  await sweepTemps(path);
  if (lines.length > 0) {
    await writeAtomic({ path, bytes: Buffer.from(`${lines.join('\n')}\n`), mode: 0o600 });
    return;
  }
  await unlink(path).catch((error: unknown) => {
    if (errnoOf(error) !== 'ENOENT') throw error;
  });
}

async function checkReplaceable(path: string): Promise<void> {
  const found = await lstat(path).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (found !== undefined && !(found.isFile() && isOurs(found.uid))) throw notOurs(path);
}

async function checkOwn(path: string, file: FileHandle): Promise<{ size: number; mode: number }> {
  const found = await file.stat();
  if (!found.isFile() || !isOurs(found.uid)) throw notOurs(path);
  return found;
}

function isOurs(uid: number): boolean {
  return process.getuid === undefined || uid === process.getuid();
}

function notOurs(path: string): AppError {
  return new AppError('file-unwritable', `${path} is not a file of yours, so no journal is kept there.`, {
    hint: 'Remove it; a new one is made.',
  });
}

async function orTrouble<Result>(code: FileCode, path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw errnoOf(error) === 'ELOOP' ? notOurs(path) : fileTrouble(code, path, error);
  }
}
