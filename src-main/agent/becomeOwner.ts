import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../core/errors.ts';
import { accepts } from './accepts.ts';
import type { AgentPaths } from './agentPaths.ts';
import { takeProcessLock, type TakenLock } from './processLock.ts';

export type Ownership = Extract<TakenLock, { readonly state: 'taken' }>;

/** Milliseconds that an owner which no longer answers has to end, or to come back to its socket. */
const patience = 9_000;
const lookEvery = 50;

/**
 * One owner a home, elected by a lock that is held for the owner's life.
 * @returns undefined when another agent owns the home and answers
 * @throws AppError agent-unreachable when the owner lives but does not answer
 * @throws AbortError when aborted while it waits
 */
export async function becomeOwner(paths: AgentPaths, signal?: AbortSignal): Promise<Ownership | undefined> {
  const end = Date.now() + patience;
  for (;;) {
    const lock = takeProcessLock(paths.lock, paths.socket);
    if (lock.state === 'taken') return lock;
    if (lock.holder !== undefined) {
      if (await accepts(lock.holder.note)) return undefined;
      if (Date.now() > end) throw doesNotAnswer(lock.holder.pid, paths.home);
    }
    await pause(lookEvery, undefined, { signal });
  }
}

function doesNotAnswer(pid: number, home: string): AppError {
  return new AppError('agent-unreachable', `Process ${pid} owns ${home} but does not answer.`, {
    hint: 'If it is an agent of Latchkey that hangs, end it and run the command again.',
  });
}
