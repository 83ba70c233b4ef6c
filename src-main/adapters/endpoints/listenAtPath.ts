import { lstatSync, realpathSync, statSync, unlinkSync, type Stats } from 'node:fs';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../core/errors.ts';
import { errnoOf } from '../fileTrouble.ts';

/** Bytes; macOS takes 103, Linux 107, and Node cuts what is longer without a word. */
const longestPath = 100;
const writableByOthers = 0o022;
const sticky = 0o1000;

/**
 * Listens at a socket that is nobody else's, 0600 from its first moment. What lies there already stays, unless it is a
 * socket of ours that nobody answers at any more. Node removes it when the server closes.
 * @throws AppError bad-input
 */
export async function listenAtPath(server: Server, path: string): Promise<void> {
  const real = realPath(path);
  await removeStale(real, path);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        cannotBe(
          path,
          errnoOf(cause) === 'EADDRINUSE' ? taken : `it cannot be made (${String(errnoOf(cause))})`,
        ),
      );
    });
    // Binding happens inside the call, so the mask is ours alone for its time.
    const mask = process.umask(0o177);
    try {
      server.listen(real, resolve);
    } finally {
      process.umask(mask);
    }
  });
}

const taken = 'something else is there';

/** The path with the links of its folder followed, after a look at who could put another socket there. */
function realPath(path: string): string {
  const bytes = Buffer.byteLength(path);
  if (bytes > longestPath || /\p{Cc}/u.test(path)) {
    throw cannotBe(path, `its path must have at most ${longestPath} bytes and no control characters`);
  }
  let folder: string;
  let found: Stats;
  try {
    folder = realpathSync(dirname(path));
    found = statSync(folder);
  } catch {
    throw cannotBe(path, 'there is no such folder');
  }
  const isOurs = found.uid === process.getuid?.() && (found.mode & writableByOthers) === 0;
  if (!isOurs && (found.mode & sticky) === 0) throw cannotBe(path, 'others can change its folder');
  const real = join(folder, basename(path));
  if (Buffer.byteLength(real) > longestPath)
    throw cannotBe(path, 'the links in it lead to a path that is too long');
  return real;
}

async function removeStale(real: string, path: string): Promise<void> {
  const found = lstatSync(real, { throwIfNoEntry: false });
  if (found === undefined) return;
  const isOurs = found.isSocket() && found.uid === process.getuid?.();
  if (!isOurs || (await answers(real))) throw cannotBe(path, taken);
  unlinkSync(real);
}

async function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(path);
    const end = (answer: boolean) => {
      connection.destroy();
      resolve(answer);
    };
    connection.once('connect', () => {
      end(true);
    });
    connection.once('error', (error) => {
      // Anything else, such as a full queue, is somebody who listens.
      end(errnoOf(error) !== 'ECONNREFUSED');
    });
  });
}

function cannotBe(path: string, why: string): AppError {
  return new AppError('bad-input', `The socket cannot be at ${path}: ${why}.`, {
    hint: 'Name a path that is free, in a folder that only you can write to.',
  });
}
