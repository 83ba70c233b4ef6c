import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import type { BehindDashes } from './behindDashes.ts';

export interface ProgramEnd {
  /** The exit code, as shells count it: 126 and 127 where the program could not be started. */
  readonly code: number | null;
  /** What ended it. */
  readonly signal: NodeJS.Signals | null;
  /** Why it could not be started, in words. */
  readonly failure: string | null;
}

const notExecutable = 126;
const notFound = 127;

/** Starts a program without a shell, its arguments as they are. */
export function startProgram(
  [program, ...words]: BehindDashes['command'],
  env: NodeJS.ProcessEnv,
  stdio: StdioOptions,
): { readonly child: ChildProcess; readonly ended: Promise<ProgramEnd> } {
  const child = spawn(program, words, { env, stdio });
  const ended = new Promise<ProgramEnd>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      // The same event tells of a signal that could not be sent.
      if (child.pid === undefined) resolve(notStarted(program, error));
    });
    child.once('close', (code, signal) => {
      if (child.pid !== undefined) resolve({ code, signal, failure: null });
    });
  });
  return { child, ended };
}

function notStarted(program: string, { code = '' }: NodeJS.ErrnoException): ProgramEnd {
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const failure = `“${program}” was not found, or what its first line names was not.`;
    return { code: notFound, signal: null, failure };
  }
  const reasons: Record<string, string> = {
    EACCES: 'it is not executable',
    ENOEXEC: 'it is no program of this machine',
    E2BIG: 'its arguments and its environment are too long',
    EINVAL: 'it needs a shell; name that, such as cmd /c',
  };
  return {
    code: notExecutable,
    signal: null,
    failure: `“${program}” could not be started: ${reasons[code] ?? code}.`,
  };
}
