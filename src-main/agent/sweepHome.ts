import { lstatSync, readdirSync, unlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { sweepFolder } from '../adapters/sweepFolder.ts';
import type { Log } from '../core/ports.ts';
import type { AgentPaths } from './agentPaths.ts';
import { lockHolder, takeProcessLock } from './processLock.ts';
import { processStart } from './processStart.ts';

/**
 * Removes what killed processes left in the home and beside its socket: drafts, claims on locks, sockets on their way
 * to their place. Only the owner of the home may call this, before it listens. Never fails: a stray does no harm.
 */
export async function sweepHome(paths: AgentPaths, log: Log): Promise<void> {
  const steps: (() => unknown)[] = [
    ...[paths.home, join(paths.home, 'state'), join(paths.home, 'backups')].map(
      (folder) => () => sweepFolder(folder),
    ),
    () => {
      sweepDrafts(paths);
    },
    () => {
      sweepClaims(paths);
    },
  ];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      log.write('sweep-failed', {
        code: error instanceof Error && 'code' in error ? String(error.code) : '',
      });
    }
  }
}

/** Nobody but the owner writes these, and the owner is who calls. */
function sweepDrafts({ home, script, socket, socketFolder }: AgentPaths): void {
  remove(home, (name) => /^settings\b.*\.json\.tmp-[0-9a-f]+$/.test(name));
  remove(dirname(script), (name) => isNumbered(name, `${basename(script)}.`));
  remove(socketFolder, (name) => isNumbered(name, basename(socket).replace(/sock$/, '')));
}

/** Milliseconds; a claim is held for far less, and one that somebody is about to remove must not be taken from them. */
const longestClaim = 60_000;

/** The lock of a killed starter, and claims on either lock whose makers were killed. */
function sweepClaims({ home, lock, startLock }: AgentPaths): void {
  const start = takeProcessLock(startLock);
  if (start.state === 'taken') start.release();
  const locks = [lock, startLock].map((path) => basename(path));
  const isClaim = (name: string): boolean =>
    locks.some((one) => name.startsWith(one) && /^(\.[0-9a-f]{16})+$/.test(name.slice(one.length)));
  remove(home, (name) => {
    const path = join(home, name);
    if (!isClaim(name) || lockHolder(path) !== undefined) return false;
    return Date.now() - lstatSync(path).mtimeMs > longestClaim;
  });
}

/** `<start><pid>` of a process that has ended. */
function isNumbered(name: string, start: string): boolean {
  const pid = name.slice(start.length);
  return name.startsWith(start) && /^\d+$/.test(pid) && processStart(Number(pid)) === undefined;
}

function remove(folder: string, isStray: (name: string) => boolean): void {
  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) return;
  for (const name of readdirSync(folder)) if (isStray(name)) unlinkSync(join(folder, name));
}
