/**
 * `npm run demo [-- --terminal]`: the main job on a stand-in for AWS, in a throw-away home. In the window where there
 * is a display, else as a walk through the commands with real output.
 */
import { parseArgs } from 'node:util';
import { startAws, type Aws } from '../test/aws/standIn.ts';
import { createDemoFolder, type DemoFolder } from './demo/demoFolder.ts';
import { hasBrowser } from './demo/hasBrowser.ts';
import { hasDisplay } from './demo/hasDisplay.ts';
import { hasScreen } from './demo/hasScreen.ts';
import { createScreen } from './demo/screen.ts';
import { leaveInShell } from './demo/shell.ts';
import { createTypist, DemoStopped, StepFailed } from './demo/typist.ts';
import { walkMainJob } from './demo/walk.ts';
import { showWindow } from './demo/window.ts';
import { electronRuntime } from './electronRuntime.mjs';

const { values } = parseArgs({ options: { terminal: { type: 'boolean', default: false } } });
const screen = createScreen();
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    stop.abort(new DemoStopped());
  });
}

// A terminal that was closed must not keep the demo from cleaning up.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

process.exitCode = await demo();

/** @returns the exit code */
async function demo(): Promise<number> {
  const aws = await startAws();
  try {
    screen.title('Latchkey, shown with a made-up company of 40 AWS accounts');
    screen.say(
      'AWS is a stand-in on this machine. Your own ~/.aws and your keychain are not touched, and everything made',
      'here is removed at the end.',
    );
    if (!values.terminal && hasDisplay() && (await inWindow(aws))) return 0;
    await inFolder(aws, hasScreen(), (folder) => inTerminal(aws, folder));
    return 0;
  } catch (error) {
    if (error instanceof DemoStopped) return 130;
    if (!(error instanceof StepFailed)) throw error;
    screen.problem(error.message);
    return 1;
  } finally {
    await aws.close();
  }
}

/** @returns false when no window opens here, after saying so */
async function inWindow(aws: Aws): Promise<boolean> {
  const { executable, problem } = await electronRuntime();
  stop.signal.throwIfAborted();
  const shown =
    executable !== undefined &&
    (await inFolder(aws, hasBrowser(), (folder) => {
      const typist = createTypist(folder, screen, stop.signal);
      return showWindow({ aws, folder, screen, executable, signal: stop.signal, ...typist });
    }));
  if (!shown)
    screen.problem(`${problem ?? 'The window does not open here.'} So this is shown in the terminal.`);
  return shown;
}

async function inTerminal(aws: Aws, folder: DemoFolder): Promise<void> {
  const typist = createTypist(folder, screen, stop.signal);
  await walkMainJob({ aws, folder, screen, ...typist });
  if (process.stdin.isTTY && process.stdout.isTTY) await leaveInShell(folder, screen, stop.signal);
}

/** A throw-away home for as long as `use` takes. */
async function inFolder<T>(
  aws: Aws,
  opensBrowser: boolean,
  use: (folder: DemoFolder) => Promise<T>,
): Promise<T> {
  const folder = createDemoFolder(aws, opensBrowser);
  try {
    return await use(folder);
  } finally {
    await folder.remove();
  }
}
