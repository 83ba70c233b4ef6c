import type { Clock } from '../core/ports.ts';
import type { AgentPaths } from './agentPaths.ts';
import type { Ownership } from './becomeOwner.ts';
import type { Compose, Composition } from './composition.ts';
import { writeCredentialScript, type Fallback } from './credentialScript.ts';
import { untilIdle } from './idle.ts';
import { keptDoor, type KeptDoor } from './keptDoor.ts';
import { sweepHome } from './sweepHome.ts';
import { createAgentServer, type AgentServer } from './server.ts';

export interface HomeOptions {
  /** No application runs in this home. */
  readonly headless: boolean;
  readonly compose: Compose;
  readonly environment: NodeJS.ProcessEnv;
  /** What the credential script runs when nobody answers at the socket; undefined where there is nothing to run. */
  readonly fallback: Fallback | undefined;
  /** Ends everything when aborted; calls at work are finished first. */
  readonly ending: AbortController;
  /** Before anybody can call. */
  readonly composed?: (composition: Composition) => void;
  /** Callers find us from now on. */
  readonly opened?: (composition: Composition) => void;
  /** Callers have had their answers, and the parts still work. Not called where another process owns the home now. */
  readonly leaving?: (composition: Composition) => Promise<void>;
}

/** Milliseconds that calls at work have to finish, then to heed their abort, then that the parts have to close. */
const grace = { finish: 3_000, abort: 1_000, close: 3_000 };

/**
 * The life of a home's owner, from its socket to its last answer.
 * @throws AppError what the person must hear about why it cannot start
 */
export async function ownHome(paths: AgentPaths, ownership: Ownership, options: HomeOptions): Promise<void> {
  const { headless, ending } = options;
  const composition = await options.compose(paths, options.environment, () => {
    ending.abort();
  });
  try {
    const { clock, log } = composition;
    options.composed?.(composition);
    const server = createAgentServer({ ...composition, headless, script: paths.script });
    await sweepHome(paths, log);
    writeCredentialScript(paths, options.fallback);
    const door = await keptDoor(server, paths, log);
    ending.signal.addEventListener('abort', door.close);
    options.opened?.(composition);
    await stay(composition, server, door, ownership, ending.signal);
    door.close();
    await composition.letGo?.();
    await finish(server, clock);
    if (ownership.isMine()) await options.leaving?.(composition);
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
