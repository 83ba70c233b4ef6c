import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../core/errors.ts';
import type { Clock, FileEdit, Privacy, SharedFiles } from '../core/ports.ts';
import { backUp } from './backups.ts';
import { withFileLock } from './fileLock.ts';
import { fileTrouble, type FileCode } from './fileTrouble.ts';
import {
  checkReplaceable,
  isUnchanged,
  largestFile,
  readTarget,
  resolveTarget,
  type ReadTarget,
} from './sharedTarget.ts';
import { sweepTemps } from './sweepTemps.ts';
import { writeAtomic } from './writeAtomic.ts';

/** Somebody else who writes without our lock may be faster now and then, not this often. */
const mostAttempts = 100;

type Change = (text: string) => string;

/** The AWS files on disk. `backups` is an absolute folder in our own home. */
export function createSharedFiles({
  backups,
  clock,
}: {
  readonly backups: string;
  readonly clock: Clock;
}): SharedFiles {
  return {
    read: (path) =>
      orTrouble('file-unreadable', path, async () => {
        const target = await resolveTarget(path, 'file-unreadable');
        return (await readTarget(path, target.path))?.text;
      }),
    edit: (path, change, privacy) => edit(path, change, privacy),
    check: async (path) => {
      await read(path, await replaceable(path));
    },
    backUp: (path, text) =>
      orTrouble('file-unwritable', backups, () => backUp({ folder: backups, clock }, path, text)),
    sweep: (path) =>
      orTrouble('file-unwritable', path, async () => {
        await sweepTemps((await resolveTarget(path, 'file-unwritable')).path);
      }),
  };
}

async function edit(path: string, change: Change, privacy: Privacy): Promise<FileEdit> {
  const target = await replaceable(path);
  // No folder for a file that nobody wants.
  if ((await read(path, target)) === undefined && change('') === '') return { before: '', after: '' };
  return orTrouble('file-unwritable', path, async () => {
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    return withFileLock(target, () => replace(path, target, change, privacy));
  });
}

/** The real file behind `path`, once it is seen that it can be replaced. */
function replaceable(path: string): Promise<string> {
  return orTrouble('file-unwritable', path, async () => {
    const target = await resolveTarget(path, 'file-unwritable');
    await checkReplaceable(path, target);
    return target.path;
  });
}

async function replace(asked: string, path: string, change: Change, privacy: Privacy): Promise<FileEdit> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const found = await read(asked, path);
    const before = found?.text ?? '';
    const after = change(before);
    if (after === before) return { before, after };
    if (after.length > largestFile) throw tooLarge(asked);
    const replaced = await writeAtomic({
      path,
      bytes: Buffer.from(after, 'latin1'),
      mode: modeOf(found, privacy),
      ...(found === undefined ? {} : { group: Number(found.stat.gid) }),
      stillWanted: () => isUnchanged(path, found?.stat),
    });
    if (replaced) return { before, after };
  }
  throw new AppError('file-unwritable', `${asked} cannot be written: another program keeps writing it.`, {
    hint: 'Find out which one, then try again.',
    retry: 'later',
  });
}

function tooLarge(path: string): AppError {
  return new AppError('file-unwritable', `${path} would be larger than 16 MB.`, {
    hint: 'Deliver fewer profiles to it.',
  });
}

/** A file with keys is its owner's alone; another keeps its mode, but for others writing it. */
function modeOf(found: ReadTarget | undefined, privacy: Privacy): number {
  if (found === undefined) return 0o600;
  const mode = Number(found.stat.mode) & 0o777;
  return privacy === 'keys' ? mode & 0o600 : mode & 0o755;
}

function read(asked: string, path: string): Promise<ReadTarget | undefined> {
  return orTrouble('file-unreadable', asked, () => readTarget(asked, path));
}

async function orTrouble<Result>(code: FileCode, path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw fileTrouble(code, path, error);
  }
}
