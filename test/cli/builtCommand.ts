import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildCommand as build } from '../../scripts/buildCommand.ts';

const root = join(import.meta.dirname, '..', '..');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface BuiltCommand {
  /** Absolute path of the built entry. */
  readonly entry: string;
  /** Runs it without a terminal. */
  readonly run: (words: readonly string[], env: NodeJS.ProcessEnv, input?: string) => Promise<Ended>;
  readonly remove: () => void;
}

/** Builds the command as the project does, in a folder of its own below out/. */
export async function buildCommand(): Promise<BuiltCommand> {
  const parent = join(root, 'out', 'test-cli');
  mkdirSync(parent, { recursive: true });
  const outDir = mkdtempSync(join(parent, 'built-'));
  await build(outDir, '0.0.0');
  const entry = join(outDir, 'latchkey.cjs');
  return {
    entry,
    run: async (words, env, input = '') => {
      const child = spawn(process.execPath, [entry, ...words], { env });
      child.stdin.on('error', () => undefined).end(input);
      return ended(child);
    },
    remove: () => {
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}

/** Collects what a process writes until it ends. */
export async function ended(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}
