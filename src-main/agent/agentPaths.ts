import { realpathSync, statSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { AppError } from '../core/errors.ts';
import { pathHash } from './pathHash.ts';

/** Where everything of one home lies. */
export interface AgentPaths {
  readonly home: string;
  /**
   * A home that LATCHKEY_HOME named and that is not the person's own: only there may the environment say which
   * endpoints, proxy, CA and secret store are used.
   */
  readonly named: boolean;
  /** What makes another process find the same home; undefined for the ordinary one. */
  readonly homeVariable:
    { readonly name: 'LATCHKEY_HOME' | 'XDG_CONFIG_HOME'; readonly value: string } | undefined;
  readonly socketFolder: string;
  readonly socket: string;
  /** Names the owner for as long as it lives. */
  readonly lock: string;
  /** Held while an agent is started. */
  readonly startLock: string;
  /** Why the agent could not start, for whoever started it. */
  readonly startError: string;
  readonly script: string;
  readonly log: string;
}

/** Bytes; macOS takes 103, Linux 107, and Node cuts what is longer without a word. */
const longestSocketPath = 100;

/**
 * Reads HOME, LATCHKEY_HOME, XDG_CONFIG_HOME, XDG_RUNTIME_DIR and TMPDIR; makes nothing.
 * @throws AppError agent-unreachable where no socket can be
 */
export function agentPaths(environment: NodeJS.ProcessEnv = process.env): AgentPaths {
  if (process.platform === 'win32') {
    throw new AppError('agent-unreachable', 'Latchkey’s agent does not run on Windows yet.', {
      hint: 'Use it inside WSL.',
    });
  }
  const { home, named, homeVariable } = findHome(environment);
  const socketFolder = findSocketFolder(environment);
  const socket = join(socketFolder, `${pathHash(home)}.sock`);
  if (Buffer.byteLength(socket) > longestSocketPath) {
    throw new AppError('agent-unreachable', `The agent’s socket would have too long a path: ${socket}`, {
      hint: `Set XDG_RUNTIME_DIR to a private folder with a shorter path (the whole may have ${longestSocketPath} bytes).`,
    });
  }
  return {
    home,
    named,
    homeVariable,
    socketFolder,
    socket,
    lock: join(home, 'agent.lock'),
    startLock: join(home, 'agent-start.lock'),
    startError: join(home, 'agent-start-error.json'),
    script: join(home, 'bin', 'latchkey-credentials'),
    log: join(home, 'logs', 'latchkey.log'),
  };
}

function findHome(environment: NodeJS.ProcessEnv): Pick<AgentPaths, 'home' | 'named' | 'homeVariable'> {
  const folder = environment['HOME'] ?? homedir();
  const configHome = environment['XDG_CONFIG_HOME'];
  // The XDG rule: a relative path is to be ignored.
  const byXdg =
    process.platform !== 'darwin' && configHome !== undefined && isAbsolute(configHome)
      ? join(configHome, 'latchkey')
      : undefined;
  const given = environment['LATCHKEY_HOME'];
  if (given === undefined || given === '') {
    const home = realPath(byXdg ?? ordinaryHome(folder));
    const value = dirname(byXdg ?? '');
    return {
      home,
      named: false,
      homeVariable: byXdg === undefined ? undefined : { name: 'XDG_CONFIG_HOME', value },
    };
  }
  const home = realPath(resolve(given));
  // Else a project's .env could name the person's own home, and with it an endpoint for its tokens.
  const own = [byXdg, ordinaryHome(folder), ordinaryHome(userInfo().homedir)];
  const named = !own.some((candidate) => candidate !== undefined && realPath(candidate) === home);
  return { home, named, homeVariable: { name: 'LATCHKEY_HOME', value: home } };
}

function ordinaryHome(folder: string): string {
  return process.platform === 'darwin'
    ? join(folder, 'Library', 'Application Support', 'Latchkey')
    : join(folder, '.config', 'latchkey');
}

/** One home has one name, whichever links lead to it; what does not exist yet keeps its spelling. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return dirname(path) === path ? path : join(realPath(dirname(path)), basename(path));
  }
}

/** `su` and `sudo` hand on the runtime folder of somebody else: that one is passed over. */
function findSocketFolder(environment: NodeJS.ProcessEnv): string {
  const user = process.getuid?.() ?? 0;
  const runtime = environment['XDG_RUNTIME_DIR'];
  if (runtime !== undefined && isAbsolute(runtime)) {
    if (statSync(runtime, { throwIfNoEntry: false })?.uid === user) return join(runtime, 'latchkey');
  }
  const temporary = environment['TMPDIR'];
  return join(temporary !== undefined && isAbsolute(temporary) ? temporary : '/tmp', `latchkey-${user}`);
}
