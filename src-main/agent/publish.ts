import { lstatSync, renameSync, rmSync, unlinkSync } from 'node:fs';
import type { Server } from 'node:http';
import { AppError } from '../core/errors.ts';
import type { AgentPaths } from './agentPaths.ts';
import { checkSocket, makeSocketFolder } from './privateFolder.ts';

export interface Published {
  /** Whether callers still find this server at the socket's path. */
  readonly isThere: () => boolean;
  /** Takes the socket away from new callers; those who are in go on. */
  readonly withdraw: () => void;
}

/**
 * Listens beside the socket's path and moves the socket there: callers find a socket that answers or none, and a
 * stale one is replaced in the same step. Node removes the path it bound when it closes, which is not this path, so
 * that an agent that lost its place cannot take away its successor's socket.
 * Only the owner of the home may call this.
 * @throws AppError agent-unreachable where the socket cannot be private or did not come to lie where it should
 */
export async function publish(server: Server, paths: AgentPaths): Promise<Published> {
  makeSocketFolder(paths.socketFolder);
  // Up to 3 bytes longer than the socket's own path, which leaves that room.
  const bound = paths.socket.replace(/sock$/, String(process.pid));
  rmSync(bound, { force: true });
  try {
    await listen(server, bound);
  } catch (cause) {
    throw notThere(paths, cause);
  }
  // Node binds a cut path without a word when it is too long.
  if (!checkSocket(bound)) throw notThere(paths);
  const { ino, dev } = lstatSync(bound);
  try {
    renameSync(bound, paths.socket);
  } catch (cause) {
    server.close();
    throw notThere(paths, cause);
  }
  const isThere = () => {
    const found = lstatSync(paths.socket, { throwIfNoEntry: false });
    return found?.ino === ino && found.dev === dev;
  };
  return {
    isThere,
    withdraw: () => {
      if (isThere()) unlinkSync(paths.socket);
      server.close();
    },
  };
}

async function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // Binding happens inside the call, so the mask is ours alone for its time: the socket is 0600 from its first moment.
    const mask = process.umask(0o177);
    try {
      server.listen(path, () => {
        server.off('error', reject);
        resolve();
      });
    } finally {
      process.umask(mask);
    }
  });
}

function notThere(paths: AgentPaths, cause?: unknown): AppError {
  return new AppError('agent-unreachable', `The agent’s socket cannot be put at ${paths.socket}.`, {
    hint: 'Remove what is there, or set XDG_RUNTIME_DIR to another private folder.',
    cause,
  });
}
