import { dirname, join } from 'node:path';
import { AppError } from '../core/errors.ts';
import type { Clock, Log } from '../core/ports.ts';
import { agentPaths, type AgentPaths } from './agentPaths.ts';
import { becomeOwner, type Ownership } from './becomeOwner.ts';
import type { Compose, Composition } from './composition.ts';
import { writeCredentialScript } from './credentialScript.ts';
import { untilIdle } from './idle.ts';
import { keptDoor, type KeptDoor } from './keptDoor.ts';
import { makeHome } from './privateFolder.ts';
import { createAgentServer, type AgentServer } from './server.ts';
import { writeStartError } from './startError.ts';

/** Milliseconds that calls at work have to finish, then to heed their abort, then that the parts have to close. */
const grace = { finish: 3_000, abort: 1_000, close: 3_000 };

/** The life of a headless agent. @returns its exit code: 0 also when another agent owns the home */
export async function runAgent(compose: Compose): Promise<number> {
  process.umask(0o077);
  // Its terminal may close; the agent stays.
  process.on('SIGHUP', () => undefined);
  const paths = agentPaths();
  try {
    makeHome(paths.home);
    const ownership = await becomeOwner(paths);
    if (ownership === undefined) return 0;
    try {
      await own(paths, ownership, compose);
    } finally {
      ownership.release();
    }
    return 0;
  } catch (error) {
    writeStartError(paths.startError, error instanceof AppError ? error : fault(error));
    return 1;
  }
}

async function own(paths: AgentPaths, ownership: Ownership, compose: Compose): Promise<void> {
  const ending = new AbortController();
  const end = () => {
    ending.abort();
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  const composition = await compose(paths, process.env, end);
  try {
    const { clock, log } = composition;
    catchFaults(log, end);
    const server = createAgentServer({ ...composition, headless: true });
    writeCredentialScript(paths, commandOfThisBuild());
    const door = await keptDoor(server, paths, log);
    ending.signal.addEventListener('abort', door.close);
    await stay(composition, server, door, ownership, ending.signal);
    door.close();
    await finish(server, clock);
  } finally {
    await Promise.race([composition.close(), composition.clock.sleep(grace.close)]);
  }
}

async function stay(
  { clock, log, holds, idleMinutes }: Composition,
  { activity }: AgentServer,
  { keep }: KeptDoor,
  ownership: Ownership,
  signal: AbortSignal,
): Promise<void> {
  try {
    const presence = { clock, activity, holds, idleMinutes, isOwner: ownership.isMine, keepDoor: keep };
    log.write('agent.started', { pid: process.pid });
    log.write('agent.ends', { pid: process.pid, reason: await untilIdle(presence, signal) });
  } catch (error) {
    if (!signal.aborted) throw error;
    log.write('agent.ends', { pid: process.pid, reason: 'asked' });
  }
}

/** Callers get their answers: first the real ones, then, when they take too long, that the agent ends. */
async function finish(server: AgentServer, clock: Clock): Promise<void> {
  const atMost = async (milliseconds: number) => {
    const until = clock.now() + milliseconds;
    while (server.activity().calls > 0 && clock.now() < until) await clock.sleep(20);
  };
  await atMost(grace.finish);
  server.abort();
  await atMost(grace.abort);
}

/** A promise that nobody waited for is a fault, but no reason to lose what the agent holds. */
function catchFaults(log: Log, end: () => void): void {
  process.on('unhandledRejection', (error) => {
    log.write('agent.fault', { reason: error instanceof Error ? error.name : typeof error });
  });
  process.on('uncaughtException', (error) => {
    log.write('agent.fault', { reason: error.name });
    end();
  });
}

/** The command lies beside the agent in every build. */
function commandOfThisBuild(): { readonly node: string; readonly command: string } {
  return { node: process.execPath, command: join(dirname(process.argv[1] ?? ''), 'latchkey.cjs') };
}

function fault(cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return new AppError('internal', `Latchkey’s agent could not start${code}.`, { cause });
}
