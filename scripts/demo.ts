/** `npm run demo`: the main job on a stand-in for AWS, in a throw-away home, with real output. */
import { startAws } from '../test/aws/standIn.ts';
import { createDemoFolder } from './demo/demoFolder.ts';
import { createScreen } from './demo/screen.ts';
import { leaveInShell } from './demo/shell.ts';
import { createTypist, DemoStopped, StepFailed } from './demo/typist.ts';
import { walkMainJob } from './demo/walk.ts';

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
  const folder = createDemoFolder(aws);
  try {
    screen.title('Latchkey, shown with a made-up company of 40 AWS accounts');
    screen.say(
      'AWS is a stand-in on this machine. Your own ~/.aws and your keychain are not touched, and everything made',
      'here is removed at the end.',
    );
    const typist = createTypist(folder, screen, stop.signal);
    await walkMainJob({ aws, folder, screen, ...typist });
    if (process.stdin.isTTY && process.stdout.isTTY) await leaveInShell(folder, screen, stop.signal);
    return 0;
  } catch (error) {
    if (error instanceof DemoStopped) return 130;
    if (!(error instanceof StepFailed)) throw error;
    screen.problem(error.message);
    return 1;
  } finally {
    await folder.remove();
    await aws.close();
  }
}
