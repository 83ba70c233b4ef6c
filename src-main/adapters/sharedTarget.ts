import { constants, type BigIntStats } from 'node:fs';
import { access, lstat, open, readlink } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { AppError } from '../core/errors.ts';
import { errnoOf, type FileCode } from './fileTrouble.ts';

/** Bytes. No AWS file of a person comes near this; a larger one is a mistake. */
export const largestFile = 16 * 1024 * 1024;
const mostLinks = 40;

/** The file that a path means once all links are followed. */
export interface SharedTarget {
  readonly path: string;
  /** Undefined when there is no such file yet. */
  readonly stat: BigIntStats | undefined;
  /** The nearest folder above that exists. */
  readonly folder: { readonly path: string; readonly stat: BigIntStats };
}

/**
 * Follows links by hand: whoever may lay a link in a shared folder must not choose which of our files is written.
 * The target of a dangling link is the file to create.
 * @throws AppError with `code`, or the file system's error
 */
export async function resolveTarget(path: string, code: FileCode): Promise<SharedTarget> {
  if (!isAbsolute(path) || path.includes('\0')) throw refusal(path, 'its path is not absolute', code);
  let links = 0;
  let folder: SharedTarget['folder'] = { path: sep, stat: await lstat(sep, { bigint: true }) };
  let ahead = parts(resolve(path));
  for (let name = ahead.shift(); name !== undefined; name = ahead.shift()) {
    const here = join(folder.path, name);
    const stat = await lstatIfThere(here);
    if (stat === undefined) return { path: join(here, ...ahead), stat, folder };
    if (stat.isSymbolicLink()) {
      if (!isOwn(stat) && stat.uid !== 0n)
        throw refusal(path, `the link ${here} belongs to another user`, code);
      if ((links += 1) > mostLinks) throw refusal(path, 'its links lead in a circle', code);
      ahead = [...parts(resolve(folder.path, await readlink(here))), ...ahead];
      folder = { path: sep, stat: await lstat(sep, { bigint: true }) };
    } else if (ahead.length === 0) {
      return { path: here, stat, folder };
    } else {
      folder = { path: here, stat };
    }
  }
  throw refusal(path, 'it is a folder', code);
}

/**
 * Whether the file may be replaced, before anything is touched: a rename would silently replace a read-only file
 * and cut a hard link off from its other names.
 * @throws AppError file-unwritable, or the file system's error
 */
export async function checkReplaceable(asked: string, { path, stat, folder }: SharedTarget): Promise<void> {
  if (stat === undefined) {
    if (!folder.stat.isDirectory()) throw refusal(asked, `${folder.path} is not a folder`);
    if (!isOwn(folder.stat)) throw refusal(asked, `the folder ${folder.path} belongs to another user`);
    await access(folder.path, constants.W_OK | constants.X_OK);
    return;
  }
  checkRegular(asked, stat, 'file-unwritable');
  if (!isOwn(stat)) throw refusal(asked, 'it belongs to another user');
  if (stat.nlink > 1n) {
    throw refusal(asked, 'it has other names (hard links), which would keep the old text');
  }
  await access(path, constants.W_OK);
  await access(dirname(path), constants.W_OK | constants.X_OK);
}

export interface ReadTarget {
  /** One character a byte. */
  readonly text: string;
  readonly stat: BigIntStats;
}

/**
 * Never waits on a FIFO or a device.
 * @throws AppError file-unreadable, or the file system's error
 */
export async function readTarget(asked: string, path: string): Promise<ReadTarget | undefined> {
  const stat = await lstatIfThere(path);
  if (stat === undefined) return undefined;
  checkRegular(asked, stat, 'file-unreadable');
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    const opened = await file.stat({ bigint: true });
    checkRegular(asked, opened, 'file-unreadable');
    return { text: await file.readFile('latin1'), stat: opened };
  } finally {
    await file.close();
  }
}

/** Whether nobody wrote the file since `before` was taken. */
export async function isUnchanged(path: string, before: BigIntStats | undefined): Promise<boolean> {
  const now = await lstatIfThere(path);
  if (now === undefined || before === undefined) return now === before;
  return (['dev', 'ino', 'size', 'mtimeNs', 'ctimeNs'] as const).every(
    (field) => now[field] === before[field],
  );
}

function checkRegular(asked: string, stat: BigIntStats, code: FileCode): void {
  if (stat.isDirectory()) throw refusal(asked, 'it is a folder', code);
  if (!stat.isFile()) throw refusal(asked, 'it is not a regular file', code);
  if (stat.size > largestFile) throw refusal(asked, 'it is larger than 16 MB', code);
}

function isOwn(stat: BigIntStats): boolean {
  return process.geteuid === undefined || stat.uid === BigInt(process.geteuid());
}

async function lstatIfThere(path: string): Promise<BigIntStats | undefined> {
  try {
    return await lstat(path, { bigint: true });
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function parts(path: string): string[] {
  return path.split(sep).filter((part) => part !== '');
}

function refusal(path: string, because: string, code: FileCode = 'file-unwritable'): AppError {
  const verb = code === 'file-unreadable' ? 'read' : 'written';
  return new AppError(code, `${path} cannot be ${verb}: ${because}.`, {
    hint: 'Put a plain file of your own there, or name another with AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE.',
  });
}
