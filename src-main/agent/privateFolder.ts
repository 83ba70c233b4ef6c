import { lstatSync, mkdirSync, statSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../core/errors.ts';

const groupOrOthers = 0o077;
const writableByOthers = 0o022;
const sticky = 0o1000;

/** Makes the home where it is missing. @throws AppError file-unwritable, or when somebody else could change it */
export function makeHome(home: string): void {
  make(home);
  const folder = statSync(home);
  if (!folder.isDirectory() || !isOurs(folder) || (folder.mode & writableByOthers) !== 0) {
    throw new AppError('file-unwritable', `${home} is not a folder that only you can write to.`, {
      hint: `Make it yours (chmod 700), or name another one in LATCHKEY_HOME.`,
    });
  }
}

/** Makes the socket's folder, 0700, where it is missing. @throws AppError agent-unreachable as `checkSocketFolder` does */
export function makeSocketFolder(folder: string): void {
  make(folder);
  checkSocketFolder(folder);
}

function make(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    // What is there already is judged by its owner and mode, not by how it came to be.
    if (lstatSync(folder, { throwIfNoEntry: false }) !== undefined) return;
    throw new AppError('file-unwritable', `The folder ${folder} cannot be made.`, {
      hint: 'Look at the permissions of the folder above it and at the space left on the disk.',
      cause,
    });
  }
}

/**
 * A socket is as private as its folder: whoever may write there can put another one in its place.
 * @returns false when there is no such folder
 * @throws AppError agent-unreachable for a link, a foreign owner or a mode that lets others in
 */
export function checkSocketFolder(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return false;
  const why = publicBecause(found, (entry) => entry.isDirectory(), 'folder') ?? replaceable(folder);
  if (why !== undefined) throw notPrivate(folder, why);
  return true;
}

/**
 * @returns false when there is no such socket
 * @throws AppError agent-unreachable for anything but a socket of our own that is closed to others
 */
export function checkSocket(socket: string): boolean {
  if (!checkSocketFolder(dirname(socket))) return false;
  const found = lstatSync(socket, { throwIfNoEntry: false });
  if (found === undefined) return false;
  const why = publicBecause(found, (entry) => entry.isSocket(), 'socket');
  if (why !== undefined) throw notPrivate(socket, why);
  return true;
}

function publicBecause(found: Stats, isKind: (entry: Stats) => boolean, kind: string): string | undefined {
  if (!isKind(found)) return `it is not a ${kind}`;
  if (!isOurs(found)) return 'it belongs to somebody else';
  return (found.mode & groupOrOthers) === 0 ? undefined : 'its mode lets others in';
}

/** Somebody who can rename our folder can put their own in its place between our look and our call. */
function replaceable(folder: string): string | undefined {
  const above = statSync(dirname(folder));
  if (above.uid !== 0 && !isOurs(above)) return 'the folder above it belongs to somebody else';
  return (above.mode & writableByOthers) !== 0 && (above.mode & sticky) === 0
    ? 'the folder above it can be written to by others'
    : undefined;
}

function isOurs(entry: Stats): boolean {
  return entry.uid === process.getuid?.();
}

function notPrivate(path: string, why: string): AppError {
  return new AppError('agent-unreachable', `${path} is not used: ${why}.`, {
    hint: 'Remove it if you do not need it, or set XDG_RUNTIME_DIR to a folder that is yours alone (mode 0700).',
  });
}
