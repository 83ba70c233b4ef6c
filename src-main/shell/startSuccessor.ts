import { dirname, join } from 'node:path';
import type { AgentPaths } from '../agent/agentPaths.ts';
import type { Fallback } from '../agent/credentialScript.ts';
import { ensureAgent } from '../agent/start.ts';
import { AppError } from '../core/errors.ts';
import type { Log } from '../core/ports.ts';

interface SuccessorOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** The Node and the command of this build; undefined where there is no Node. */
  readonly command: Fallback | undefined;
  readonly log: Log;
}

/** Milliseconds; nobody waits for a window any more, but a person may wait for the application's end. */
const limit = 8_000;

/**
 * Starts the headless agent that keeps delivered keys fresh once the application has given its home back. Without a
 * Node there is none: the next to own the home takes expired keys out. Never fails.
 */
export async function startSuccessor(
  paths: AgentPaths,
  { environment, command, log }: SuccessorOptions,
): Promise<void> {
  if (command === undefined) {
    log.write('successor-failed', { reason: 'There is no Node on PATH: delivered keys are not renewed.' });
    return;
  }
  // The agent lies beside the command in every build.
  const entry = join(dirname(command.command), 'agent.cjs');
  try {
    await ensureAgent(paths, { entry, node: command.node, environment, terminal: false, limit });
    log.write('successor-started');
  } catch (error) {
    log.write('successor-failed', { code: error instanceof AppError ? error.code : 'internal' });
  }
}
