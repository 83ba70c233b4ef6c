import type { App } from '../app.ts';
import type { AgentPaths } from '../agent/agentPaths.ts';
import { becomeOwner, type Ownership } from '../agent/becomeOwner.ts';
import { callAgent } from '../agent/client.ts';
import type { Compose } from '../agent/composition.ts';
import type { Fallback } from '../agent/credentialScript.ts';
import { ownHome } from '../agent/ownHome.ts';
import { makeHome } from '../agent/privateFolder.ts';
import { lockHolder } from '../agent/processLock.ts';
import { AppError } from '../core/errors.ts';
import type { Clock, Log } from '../core/ports.ts';
import { startSuccessor } from './startSuccessor.ts';
import { appOf, clientApp, type AnyCommand } from './clientApp.ts';

export interface EngineOptions {
  readonly paths: AgentPaths;
  readonly environment: NodeJS.ProcessEnv;
  readonly compose: Compose;
  /** Of the credential script, where something can be run without us. */
  readonly fallback: () => Promise<Fallback | undefined>;
  readonly clock: Clock;
  readonly log: Log;
  /** Makes an App tell what it changes; both doors serve what comes out. */
  readonly announcing: (app: App) => App;
  /** Something may have changed, though nobody was heard to change it. */
  readonly changed: () => void;
}

/** The application as the agent of its home. */
export interface Engine {
  /** The home's App, whoever owns the home now. Its commands wait until that is known. */
  readonly app: App;
  /** Looks at once for keys that are due: the machine woke up. */
  readonly wake: () => void;
  /**
   * Comes back when the application has to end: somebody asked it to, or its home is no longer its own.
   * @throws AppError when it could not start, such as where another application owns the home
   */
  readonly ended: Promise<void>;
  /** Ends `ended`: callers at work get their answers first. Nobody takes its place, as where the person logs out. */
  readonly end: () => void;
  /** As `end`, but where delivered keys have to be kept fresh a headless agent takes its place. */
  readonly leave: () => void;
}

/** Milliseconds between two looks whether a headless agent that had to stay may go now. */
const lookEvery = 3_000;
/** Agents may end under our hands, one after the other; one that takes our calls and is silent so often hangs. */
const mostSilences = 2;

/** Why `ending` was aborted, where a successor may take over. */
const leaves = Symbol('leaves');

interface Serving {
  readonly app: App;
  readonly wake: () => void;
}

export function createEngine(options: EngineOptions): Engine {
  const ending = new AbortController();
  let pause = new AbortController();
  let begin: (first: Serving) => void = () => undefined;
  let serving = new Promise<Serving>((resolve) => {
    begin = resolve;
  });
  const serve = (next: Serving) => {
    begin(next);
    serving = Promise.resolve(next);
    options.changed();
  };
  const look = () => {
    pause.abort();
  };
  ending.signal.addEventListener('abort', look);
  const client: Serving = { app: options.announcing(clientApp(options.paths, look)), wake: () => undefined };
  const ended = live(options, ending, {
    serve,
    stayClient: async () => {
      if (ending.signal.aborted) return;
      pause = new AbortController();
      serve(client);
      await options.clock.sleep(lookEvery, pause.signal).catch(() => undefined);
    },
  });
  return {
    app: appOf((name) => async (input, call) => {
      const commands = (await serving).app as unknown as Readonly<Record<string, AnyCommand>>;
      return commands[name]?.(input, call);
    }),
    wake: () => {
      void serving.then(({ wake }) => {
        wake();
      });
    },
    ended,
    end: () => {
      ending.abort();
    },
    leave: () => {
      ending.abort(leaves);
    },
  };
}

async function live(
  options: EngineOptions,
  ending: AbortController,
  turns: { readonly serve: (next: Serving) => void; readonly stayClient: () => Promise<void> },
): Promise<void> {
  const { paths } = options;
  const { signal } = ending;
  makeHome(paths.home);
  let isClient = false;
  for (let silences = 0; !signal.aborted;) {
    const ownership = await becomeOwner(paths, signal).catch((error: unknown) => {
      // An agent that answered before may do so again.
      if (!isClient && !signal.aborted) throw error;
      return undefined;
    });
    if (ownership !== undefined) {
      await own(options, ownership, ending, turns.serve);
      return;
    }
    const answer = await askToGo(paths, signal);
    if (answer === 'stays') {
      isClient = true;
      await turns.stayClient();
    } else if (answer === 'silent' && !isClient) {
      silences += 1;
      if (silences === mostSilences) throw hangs(paths);
    }
  }
}

async function own(
  options: EngineOptions,
  ownership: Ownership,
  ending: AbortController,
  serve: (next: Serving) => void,
): Promise<void> {
  const { paths, environment, compose, announcing } = options;
  const command = await options.fallback();
  const successor = { isNeeded: false };
  try {
    await ownHome(paths, ownership, {
      headless: false,
      environment,
      fallback: command,
      ending,
      compose: async (...given) => {
        const composition = await compose(...given);
        composition.onChange?.(options.changed);
        return { ...composition, app: announcing(composition.app) };
      },
      opened: serve,
      leaving: async ({ outlives }) => {
        if (ending.signal.reason !== leaves) return;
        // Files that cannot be read now may be later.
        successor.isNeeded = await outlives().catch(() => true);
      },
    });
  } finally {
    ownership.release();
  }
  if (successor.isNeeded) await startSuccessor(paths, { environment, command, log: options.log });
}

/**
 * Asks the agent that owns the home to end for us. It stays while a secret would be lost with it.
 * @throws AppError when another application owns the home
 */
async function askToGo(paths: AgentPaths, signal: AbortSignal): Promise<'goes' | 'stays' | 'silent'> {
  try {
    const { kind, pid } = await callAgent(paths, 'agentStatus', {}, { signal });
    if (kind === 'application') throw alreadyOpen(pid);
    const { stopping } = await callAgent(paths, 'stopAgent', { why: 'replace' }, { signal });
    return stopping ? 'goes' : 'stays';
  } catch (error) {
    if (signal.aborted) return 'goes';
    // It has ended under our hands, or hangs.
    if (error instanceof AppError && error.code === 'agent-unreachable') return 'silent';
    throw error;
  }
}

function hangs({ lock }: AgentPaths): AppError {
  const which = lockHolder(lock)?.pid;
  return new AppError(
    'agent-unreachable',
    `Latchkey’s agent ${which === undefined ? '' : `(process ${which}) `}does not answer.`,
    { hint: 'End that process, then open Latchkey again.' },
  );
}

function alreadyOpen(pid: number): AppError {
  return new AppError('wrong-door', `Latchkey is open already for this home (process ${pid}).`, {
    hint: 'Use that one, or quit it first.',
  });
}
