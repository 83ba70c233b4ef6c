import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SessionBus {
  /** The value of DBUS_SESSION_BUS_ADDRESS. */
  readonly address: string;
  stop(): Promise<void>;
}

/** A session bus of its own, on which nothing is offered and nothing is started. @throws without dbus-daemon */
export async function startSessionBus(): Promise<SessionBus> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-bus-'));
  const address = `unix:path=${join(folder, 'bus')}`;
  const config = join(folder, 'bus.conf');
  await writeFile(
    config,
    `<busconfig><type>session</type><listen>${address}</listen>` +
      '<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/>' +
      '<allow own="*"/></policy></busconfig>',
  );
  const child = spawn('dbus-daemon', ['--nofork', '--print-address', `--config-file=${config}`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', (cause) => {
      reject(new Error('Tests of the tray need dbus-daemon: apt-get install dbus', { cause }));
    });
    child.once('exit', (code) => {
      reject(new Error(`dbus-daemon ended with ${code}`));
    });
    child.stdout.once('data', () => {
      resolve();
    });
  });
  return {
    address,
    stop: async () => {
      process.off('exit', end);
      end();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
