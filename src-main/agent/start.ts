import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../core/errors.ts';
import { accepts } from './accepts.ts';
import { agentEnvironment } from './agentEnvironment.ts';
import type { AgentPaths } from './agentPaths.ts';
import { makeHome } from './privateFolder.ts';
import { lockHolder, takeProcessLock } from './processLock.ts';
import { readStartError } from './startError.ts';

export interface StartOptions {
  /** Absolute path of the built `agent.cjs`. */
  readonly entry: string;
  /** Absolute path of the Node that runs it; this process's when left out. */
  readonly node?: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Somebody sits at a terminal: an unlock dialog may reach them. */
  readonly terminal: boolean;
  /** The version that an agent must not be older than; this build's when left out. */
  readonly version?: string;
  /** Milliseconds until we give up; 20,000 when left out: fifty commands at once share the machine with it. */
  readonly limit?: number;
}

/** Milliseconds between two looks. */
const lookEvery = 25;

/**
 * Comes back once an agent of this home listens. However many ask at once, one of them starts it and the others wait.
 * @throws AppError what the agent said when it could not start; agent-unreachable when it is not there in time
 * @throws the signal's reason when aborted
 */
export async function ensureAgent(
  paths: AgentPaths,
  start: StartOptions,
  signal?: AbortSignal,
): Promise<void> {
  makeHome(paths.home);
  const since = Date.now();
  const limit = AbortSignal.timeout(start.limit ?? 20_000);
  const either = signal === undefined ? limit : AbortSignal.any([signal, limit]);
  try {
    while (!(await listens(paths))) {
      const lock = takeProcessLock(paths.startLock);
      if (lock.state === 'taken') {
        try {
          await startOne(paths, start, either);
        } finally {
          lock.release();
        }
      } else {
        await look(paths, since, either);
      }
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (!limit.aborted) throw error;
    throw readStartError(paths.startError, since) ?? notInTime(paths);
  }
}

async function listens(paths: AgentPaths): Promise<boolean> {
  if (await accepts(paths.socket)) return true;
  const elsewhere = lockHolder(paths.lock)?.note;
  return elsewhere !== undefined && elsewhere !== paths.socket && accepts(elsewhere);
}

async function startOne(paths: AgentPaths, start: StartOptions, signal: AbortSignal): Promise<void> {
  // Somebody may have started one between our look and our lock.
  if (await listens(paths)) return;
  const since = Date.now();
  rmSync(paths.startError, { force: true });
  const exitCode = launch(paths, start);
  while (!(await listens(paths))) {
    const code = exitCode();
    // It found another owner; whether that one still listens is looked up again.
    if (code === 0) return;
    if (code !== undefined) throw readStartError(paths.startError, since) ?? endedAtOnce(paths);
    await look(paths, since, signal);
  }
}

/** Waits a little. @throws AppError what an agent that somebody else started could not do */
async function look(paths: AgentPaths, since: number, signal: AbortSignal): Promise<void> {
  await pause(lookEvery, undefined, { signal });
  const failed = readStartError(paths.startError, since);
  if (failed !== undefined) throw failed;
}

/**
 * A process group and session of its own, no pipes of ours (a caller that reads our output would wait for the
 * agent's whole life), no core file, nothing of our folder and our options.
 */
function launch(paths: AgentPaths, start: StartOptions): () => number | undefined {
  const { entry, environment, terminal, node = process.execPath } = start;
  const script = 'ulimit -c 0; umask 077; exec "$@"';
  const child = spawn('/bin/sh', ['-c', script, 'latchkey', node, entry], {
    cwd: '/',
    env: agentEnvironment(environment, paths, terminal),
    stdio: 'ignore',
    detached: true,
  });
  let exitCode: number | undefined;
  child.once('exit', (code) => {
    exitCode = code ?? 1;
  });
  child.once('error', () => {
    exitCode = 1;
  });
  child.unref();
  return () => exitCode;
}

function endedAtOnce(paths: AgentPaths): AppError {
  return new AppError('agent-unreachable', 'Latchkey’s agent ended while it started.', {
    hint: `What it wrote last is in ${paths.log}.`,
  });
}

function notInTime(paths: AgentPaths): AppError {
  return new AppError('agent-unreachable', 'Latchkey’s agent did not start in time.', {
    hint: `Try again; what it wrote last is in ${paths.log}.`,
  });
}
