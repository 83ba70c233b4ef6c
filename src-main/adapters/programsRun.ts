import { spawn, type ChildProcess } from 'node:child_process';
import { basename } from 'node:path';
import { AppError } from '../core/errors.ts';
import { within } from './within.ts';

const longestRunMs = 2 * 60_000;
const largestOutput = 1024 * 1024;

/**
 * Runs a program without a shell, in a process group of its own, which is killed as a whole at an abort, after two
 * minutes, or when it prints too much. What it prints on stderr is thrown away: it may hold a password.
 * @throws AppError federation-refused
 */
export async function runProgram(
  [file = '', ...words]: readonly string[],
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<string> {
  signal.throwIfAborted();
  const program = basename(file);
  if (!/^([^/\\]+|\/.*|[A-Za-z]:[/\\].*)$/s.test(file)) {
    throw refused(`“${file}” is no absolute path.`, 'Give the whole path, or a name that is found on PATH.');
  }
  const child = start(file, words, environment);
  const limit = within(longestRunMs, signal);
  const kill = (): void => {
    killGroup(child);
  };
  limit.addEventListener('abort', kill, { once: true });
  try {
    const { status, output } = await ended(child, program);
    if (signal.aborted) throw signal.reason as Error;
    if (limit.aborted) throw refused(`${program} took longer than two minutes.`);
    if (output === null) throw refused(`${program} printed more than 1 MB.`);
    if (status !== 0) throw refused(`${program} ended with ${statusWords(status)}.`);
    return output;
  } finally {
    limit.removeEventListener('abort', kill);
  }
}

function start(file: string, words: readonly string[], environment: NodeJS.ProcessEnv): ChildProcess {
  try {
    return spawn(file, words, {
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
      shell: false,
      // On POSIX a process group of its own; on Windows it would open a console.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
  } catch {
    throw refused(`${basename(file)} cannot be started.`);
  }
}

interface Ended {
  readonly status: number | null;
  /** Null where it was too much. */
  readonly output: string | null;
}

async function ended(child: ChildProcess, program: string): Promise<Ended> {
  const parts: Buffer[] = [];
  let size = 0;
  child.stdout?.on('data', (part: Buffer) => {
    size += part.length;
    if (size <= largestOutput) parts.push(part);
    else killGroup(child);
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'ENOENT' ? 'was not found' : 'cannot be started';
      reject(refused(`${program} ${why}.`, 'Check the command; a name is looked for on PATH.'));
    });
    // Not `exit`: output may still be on its way.
    child.once('close', resolve);
  });
  return { status, output: size > largestOutput ? null : Buffer.concat(parts).toString('utf8') };
}

/** The program may have started others, which would go on asking for a password. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
  // A process that left the group may hold the pipe open.
  child.stdout?.destroy();
}

const statusWords = (status: number | null): string => (status === null ? 'a signal' : `status ${status}`);

const refused = (message: string, hint = 'Run the command in a terminal to see what it says.'): AppError =>
  new AppError('federation-refused', message, { hint });
