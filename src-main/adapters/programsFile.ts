import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { AppError } from '../core/errors.ts';

const largestFile = 1024 * 1024;

/**
 * Text of a regular file, or of a link to one: Kubernetes mounts its tokens as links. Anything else is refused
 * unopened, because opening a pipe waits and opening a device may do something.
 * @throws AppError federation-refused
 */
export async function readTokenFile(path: string, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  try {
    if (!(await stat(path)).isFile()) throw refused(path, 'is not a regular file');
    // It may have been replaced in between; without O_NONBLOCK a pipe would still be waited for.
    const { O_RDONLY, O_NONBLOCK, O_NOCTTY } = constants;
    const file = await open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    try {
      if (!(await file.stat()).isFile()) throw refused(path, 'is not a regular file');
      return await textOf(file, path, signal);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof AppError || signal.aborted) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw refused(path, code === 'ENOENT' ? 'does not exist' : 'cannot be read');
  }
}

/** Read to its end: the size of a file that a kernel makes up says nothing. */
async function textOf(file: FileHandle, path: string, signal: AbortSignal): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of file.createReadStream({ autoClose: false, signal }) as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > largestFile) throw refused(path, 'is larger than 1 MB');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

const refused = (path: string, why: string): AppError =>
  new AppError('federation-refused', `The file ${path} ${why}.`, {
    hint: 'Correct the path of the token’s file.',
  });
