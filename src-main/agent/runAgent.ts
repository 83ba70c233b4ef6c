import { dirname, join } from 'node:path';
import { AppError } from '../core/errors.ts';
import { agentPaths } from './agentPaths.ts';
import { becomeOwner } from './becomeOwner.ts';
import { catchFaults } from './catchFaults.ts';
import type { Compose } from './composition.ts';
import { makeHome } from './privateFolder.ts';
import { ownHome } from './ownHome.ts';
import { writeStartError } from './startError.ts';

/** The life of a headless agent. @returns its exit code: 0 also when another agent owns the home */
export async function runAgent(compose: Compose): Promise<number> {
  process.umask(0o077);
  // Its terminal may close; the agent stays.
  process.on('SIGHUP', () => undefined);
  const paths = agentPaths();
  const ending = new AbortController();
  const end = () => {
    ending.abort();
  };
  try {
    makeHome(paths.home);
    const ownership = await becomeOwner(paths);
    if (ownership === undefined) return 0;
    process.on('SIGTERM', end);
    process.on('SIGINT', end);
    try {
      await ownHome(paths, ownership, {
        headless: true,
        compose,
        environment: process.env,
        fallback: commandOfThisBuild(),
        ending,
        composed: ({ log }) => {
          catchFaults(log, end);
        },
      });
    } finally {
      ownership.release();
    }
    return 0;
  } catch (error) {
    writeStartError(paths.startError, error instanceof AppError ? error : startFault(error));
    return 1;
  }
}

/** The command lies beside the agent in every build. */
function commandOfThisBuild(): { readonly node: string; readonly command: string } {
  return { node: process.execPath, command: join(dirname(process.argv[1] ?? ''), 'latchkey.cjs') };
}

function startFault(cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return new AppError('internal', `Latchkey’s agent could not start${code}.`, { cause });
}
