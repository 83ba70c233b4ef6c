import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ended } from './builtCommand.ts';

export interface TerminalRun {
  readonly env: NodeJS.ProcessEnv;
  readonly columns?: number;
  /** A pipe stands for `$(…)`: only stdin and stderr are the terminal. */
  readonly stdout?: 'terminal' | 'pipe';
  /** After which the command is ended; 40 when left out. */
  readonly seconds?: number;
  /** Types, such as `\r`, once the terminal shows the text. */
  readonly steps?: readonly { readonly await: string; readonly type: string }[];
}

export interface TerminalEnd {
  readonly code: number;
  /** Everything that the terminal was sent. */
  readonly screen: string;
  readonly stdout: string;
  /** A step whose text never came. */
  readonly missed: string | null;
}

export const python = spawnSync('python3', ['--version']).status === 0 ? 'python3' : undefined;

/** Runs a JavaScript file in a pseudo-terminal. */
export async function onTerminal(
  entry: string,
  words: readonly string[],
  run: TerminalRun,
): Promise<TerminalEnd> {
  const { env, columns = 80, stdout = 'terminal', seconds = 40, steps = [] } = run;
  const child = spawn(python ?? '', [join(import.meta.dirname, 'terminal.py')]);
  const command = [process.execPath, entry, ...words];
  child.stdin.end(
    JSON.stringify({ command, env: { TERM: 'xterm', ...env }, columns, stdout, seconds, steps }),
  );
  const end = await ended(child);
  if (end.code !== 0) throw new Error(end.stderr);
  return JSON.parse(end.stdout) as TerminalEnd;
}
