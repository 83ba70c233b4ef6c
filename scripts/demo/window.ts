import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { agentPaths } from '../../src-main/agent/agentPaths.ts';
import { callAgent } from '../../src-main/agent/client.ts';
import type { Aws } from '../../test/aws/standIn.ts';
import { electronFlags } from '../electronRuntime.mjs';
import type { DemoFolder } from './demoFolder.ts';
import type { Screen } from './screen.ts';
import { DemoStopped, type Typist } from './typist.ts';

export interface WindowDemo extends Typist {
  readonly aws: Aws;
  readonly folder: DemoFolder;
  readonly screen: Screen;
  /** Of the Electron to run. */
  readonly executable: string;
  readonly signal: AbortSignal;
}

const checkout = fileURLToPath(new URL('../..', import.meta.url));

/** Milliseconds until the window must be there, and then from the wish to end until it has ended. */
const patience = { start: 60_000, end: 10_000 };

/**
 * Opens the application on the demo's company; comes back when the person quits it.
 * @returns false when it does not open here
 * @throws DemoStopped
 */
export async function showWindow(demo: WindowDemo): Promise<boolean> {
  const { aws, folder, screen, executable, signal, type } = demo;
  const { startUrl, region } = aws.organisation;
  await type(`latchkey sso add acme --start-url ${startUrl} --region ${region} && latchkey agent stop`);
  const application = spawn(executable, [...electronFlags(), checkout], {
    cwd: folder.path,
    env: folder.environment,
    stdio: ['ignore', 'ignore', 'ignore'],
    // Ctrl-C at the terminal is ours; and with a group of its own everything that it started can be ended.
    detached: true,
  });
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    application.once('error', resolve).once('exit', resolve);
  }).then(() => {
    hasEnded = true;
  });
  try {
    if (!(await opens(folder, () => !hasEnded, signal))) return false;
    tellWhatToTry(screen);
    await Promise.race([ended, aborted(signal)]);
    signal.throwIfAborted();
    return true;
  } finally {
    application.kill('SIGTERM');
    await Promise.race([ended, pause(patience.end, undefined, { ref: false })]);
    endGroup(application);
  }
}

/** Waits until the application owns the demo's home. */
async function opens(folder: DemoFolder, runs: () => boolean, signal: AbortSignal): Promise<boolean> {
  const paths = agentPaths(folder.environment);
  const until = Date.now() + patience.start;
  while (runs() && Date.now() < until) {
    signal.throwIfAborted();
    const kind = await callAgent(paths, 'agentStatus', {}).then(
      (status) => status.kind,
      () => undefined,
    );
    if (kind === 'application') return true;
    await pause(100);
  }
  return false;
}

function tellWhatToTry(screen: Screen): void {
  screen.say(
    'The window is open. AWS there is a company of 40 accounts that does not exist. Try:',
    '  1. “Sign in”, “Open the browser”: compare the code with the one on the page, and allow it there. (Where there',
    '     is no browser, the demo allows it for you.)',
    '  2. Two or three letters, such as “pay prod”, then Enter: the console of that account.',
    '  3. Ctrl+Enter (on a Mac Cmd+Enter): its keys go to the demo’s ~/.aws, with an end. “?” lists the other keys.',
    '  4. Close the window: the tray has your favourites, and everything goes on.',
    'To end, quit Latchkey or press Ctrl-C here; everything of the demo is removed then.',
  );
}

async function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => {
      reject(new DemoStopped());
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

/** What outlives the main process, such as a renderer that hangs. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing is left.
  }
}
