import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { DemoFolder } from './demoFolder.ts';
import type { Screen } from './screen.ts';

export interface Typist {
  /**
   * Shows a command line and runs it in a shell, its output where the demo's goes.
   * @throws StepFailed when it fails, and the signal's reason
   */
  readonly type: (line: string, options?: TypeOptions) => Promise<void>;
}

export interface TypeOptions {
  /** Called for each line that the command writes to stderr. */
  readonly onStderr?: (line: string) => void;
}

/** A command of the demo did not do what it is shown for. */
export class StepFailed extends Error {}

/** Ctrl-C. */
export class DemoStopped extends Error {}

export function createTypist({ path, environment }: DemoFolder, screen: Screen, signal: AbortSignal): Typist {
  return {
    async type(line, { onStderr } = {}) {
      signal.throwIfAborted();
      screen.typed(line);
      const code = await run(line, onStderr);
      signal.throwIfAborted();
      if (code !== 0)
        throw new StepFailed(`The demo ends here, because this failed (exit code ${code}): ${line}`);
    },
  };

  function run(line: string, onStderr: ((line: string) => void) | undefined): Promise<number> {
    const child = spawn('/bin/sh', ['-c', line], {
      cwd: path,
      // `latchkey env` writes for the shell that reads it.
      env: { ...environment, SHELL: '/bin/sh' },
      // A group of its own, so that the shell ends together with what runs in it.
      detached: true,
      stdio: ['ignore', 'inherit', onStderr === undefined ? 'inherit' : 'pipe'],
    });
    if (child.stderr !== null) {
      createInterface({ input: child.stderr }).on('line', (written) => {
        process.stderr.write(`${written}\n`);
        onStderr?.(written);
      });
    }
    const end = (): void => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid);
    };
    signal.addEventListener('abort', end);
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        signal.removeEventListener('abort', end);
        resolve(code ?? 1);
      });
    });
  }
}
