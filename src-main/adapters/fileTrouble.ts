import { AppError } from '../core/errors.ts';

export type FileCode = 'file-unreadable' | 'file-unwritable';

export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}

const causes: Readonly<Record<string, readonly [because: string, hint: string]>> = {
  ENOSPC: ['the disk is full', 'Free some space and try again.'],
  EDQUOT: ['the disk quota is used up', 'Free some space and try again.'],
  EROFS: ['its file system is read-only', 'Make it writable, or name another file in the AWS settings.'],
  EACCES: ['it may not be accessed', 'Look at the owner and mode of the file and its folder.'],
  EPERM: ['that is not permitted', 'Look at the owner and attributes of the file and its folder.'],
  EIO: ['the disk reports an error', 'Check the disk, then try again.'],
  EBUSY: ['something holds it', 'A file that is mounted by itself cannot be replaced: mount its folder.'],
  EMFILE: ['too many files are open', 'Try again in a moment.'],
  ENFILE: ['too many files are open', 'Try again in a moment.'],
  ENOENT: ['its folder is gone', 'Check the path, then try again.'],
  ENOTDIR: ['a part of its path is not a folder', 'Check the path.'],
  EEXIST: ['a part of its path is not a folder', 'Check the path.'],
  ELOOP: ['its links lead in a circle', 'Repair the links.'],
  ENAMETOOLONG: ['its name is too long', 'Choose a shorter path.'],
};

/** An error of the file system in words; an AppError stays what it is. */
export function fileTrouble(code: FileCode, path: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const errno = errnoOf(error) ?? '';
  const [because, hint] = causes[errno] ?? [errno === '' ? 'of an unknown error' : errno, 'Check the file.'];
  const verb = code === 'file-unreadable' ? 'read' : 'written';
  return new AppError(code, `${path} cannot be ${verb}: ${because}.`, { hint, cause: error });
}
