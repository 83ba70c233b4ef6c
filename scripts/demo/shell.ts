import { spawn } from 'node:child_process';
import type { DemoFolder } from './demoFolder.ts';
import type { Screen } from './screen.ts';

/** Leaves the person in a shell with the demo's environment; comes back when they leave it. */
export async function leaveInShell(
  { path, environment }: DemoFolder,
  screen: Screen,
  signal: AbortSignal,
): Promise<void> {
  screen.say(
    'Now it is yours: this shell has latchkey and the company above. Begin with: latchkey login',
    'Leave with: exit. Everything of the demo is removed then.',
    '',
  );
  const shell = spawn(environment['SHELL'] ?? '/bin/sh', [], {
    cwd: path,
    env: environment,
    stdio: 'inherit',
  });
  // Ctrl-C belongs to the shell; a terminal that is closed ends both.
  signal.addEventListener('abort', () => shell.kill('SIGHUP'));
  await new Promise((resolve) => shell.once('close', resolve).once('error', resolve));
}
