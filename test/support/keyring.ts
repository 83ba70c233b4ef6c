/**
 * A real gnome-keyring on a session bus of its own, for tests: no prompt can open (there is no display), and nothing
 * of the person who runs the tests is touched.
 *
 *     const keyring = await startKeyring();            // unlocked, empty
 *     spawn(command, { env: { PATH, ...keyring.environment } });
 *     await keyring.lock();                            // the person locked it
 *     expect(await keyring.lookup(service, account)).toBe(…);
 *     await keyring.stop();                            // no process and no folder stays
 *
 * `environment` is all that a program needs to find this keyring; give it no DISPLAY. Latchkey's items lie under the
 * service `latchkey:<home id>`.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface KeyringOptions {
  /** False: a session bus on which nothing offers the Secret Service. */
  readonly secretService?: boolean;
  /** False: the keychain runs, but no keyring has ever been made. */
  readonly keyring?: boolean;
  /** The command line that the bus starts when somebody asks for the Secret Service and nobody offers it. */
  readonly activates?: string;
}

export interface KeyringEnvironment {
  readonly HOME: string;
  readonly XDG_RUNTIME_DIR: string;
  readonly XDG_DATA_HOME: string;
  readonly DBUS_SESSION_BUS_ADDRESS: string;
}

export interface Keyring {
  readonly environment: KeyringEnvironment;
  lock(): Promise<void>;
  /** As a person would at login: the daemon is replaced by one with an open keyring (another bus name). */
  unlock(): Promise<void>;
  /** The daemon is there and answers nothing, until `thaw`. */
  freeze(): void;
  thaw(): void;
  /** The daemon dies; the bus stays. */
  kill(): Promise<void>;
  /** After `kill`: a new daemon with the same keyring, open. */
  restart(): Promise<void>;
  /** What another program (secret-tool) reads; undefined when there is no such item. Only while unlocked. */
  lookup(service: string, account: string): Promise<string | undefined>;
  /** Stores an item as another program might, with attributes of any kind. Only while unlocked. */
  store(attributes: Readonly<Record<string, string>>, value: string): Promise<void>;
  stop(): Promise<void>;
}

const passphrase = 'test-pass';
const secretsName = 'org.freedesktop.secrets';
/** Milliseconds for anything to start or end on a busy machine. */
const patience = 30_000;

export async function startKeyring(options: KeyringOptions = {}): Promise<Keyring> {
  checkPrograms(['dbus-daemon', 'dbus-send', 'gnome-keyring-daemon', 'secret-tool']);
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-keyring-'));
  const environment = await makeEnvironment(folder, options.activates);
  const processes = new Set<ChildProcess>();
  const start = (command: string, args: readonly string[], input = '') => {
    const env = { PATH: process.env['PATH'], ...environment };
    const child = spawn(command, args, { env, stdio: ['pipe', 'ignore', 'ignore'] });
    processes.add(child);
    child.once('exit', () => processes.delete(child));
    child.stdin.on('error', () => undefined).end(input);
    return child;
  };
  const endAll = () => {
    for (const child of processes) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', endAll);
  const run = (command: string, args: readonly string[], input?: string) =>
    runProgram(command, args, environment, input);

  let daemon: ChildProcess | undefined;
  const startDaemon = async (flags: readonly string[]) => {
    daemon = start(
      'gnome-keyring-daemon',
      ['--foreground', '--components=secrets', ...flags],
      flags.includes('--unlock') ? passphrase : '',
    );
    await until('gnome-keyring owns its name', async () => (await ownerOfName(run)) === daemon?.pid);
  };

  start('dbus-daemon', ['--nofork', `--config-file=${join(folder, 'bus.conf')}`]);
  await until('the session bus answers', () => run('dbus-send', busCall('GetId')).then(isWell));
  if (options.secretService !== false) await startDaemon(options.keyring === false ? [] : ['--unlock']);

  return {
    environment,
    lock: async () => {
      const path = '/org/freedesktop/secrets';
      const args = [`--dest=${secretsName}`, path, 'org.freedesktop.Secret.Service.Lock'];
      await must(run('dbus-send', [...sendFlags, ...args, `array:objpath:${path}/collection/login`]));
    },
    unlock: async () => {
      const before = daemon;
      await startDaemon(['--replace', '--unlock']);
      if (before) await ended(before);
    },
    freeze: () => daemon?.kill('SIGSTOP'),
    thaw: () => daemon?.kill('SIGCONT'),
    kill: async () => {
      daemon?.kill('SIGKILL');
      if (daemon) await ended(daemon);
      await until('the bus has noticed', async () => (await ownerOfName(run)) === undefined);
    },
    restart: () => startDaemon(['--unlock']),
    lookup: async (service, account) => {
      const { code, output } = await run('secret-tool', ['lookup', 'service', service, 'account', account]);
      return code === 0 ? output : undefined;
    },
    store: async (attributes, value) => {
      const pairs = Object.entries(attributes).flat();
      await must(run('secret-tool', ['store', '--label=of another program', ...pairs], value));
    },
    stop: async () => {
      const left = [...processes];
      const activated = options.activates === undefined ? undefined : await ownerOfName(run);
      endAll();
      if (activated !== undefined) process.kill(activated, 'SIGKILL');
      await Promise.all(left.map(ended));
      await rm(folder, { recursive: true, force: true });
      process.off('exit', endAll);
    },
  };
}

/** Folders that only this user may enter, and a bus that starts nothing but what the test says. */
async function makeEnvironment(folder: string, activates: string | undefined): Promise<KeyringEnvironment> {
  const environment = {
    HOME: join(folder, 'home'),
    XDG_RUNTIME_DIR: join(folder, 'run'),
    XDG_DATA_HOME: join(folder, 'share'),
  };
  for (const path of Object.values(environment)) await mkdir(path, { mode: 0o700 });
  const address = `unix:path=${join(environment.XDG_RUNTIME_DIR, 'bus')}`;
  const services = join(folder, 'services');
  await mkdir(services);
  if (activates !== undefined) {
    const lines = ['[D-BUS Service]', `Name=${secretsName}`, `Exec=${activates}`, ''];
    await writeFile(join(services, 'secrets.service'), lines.join('\n'));
  }
  await writeFile(
    join(folder, 'bus.conf'),
    `<busconfig><type>session</type><listen>${address}</listen><servicedir>${services}</servicedir>` +
      '<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/>' +
      '<allow own="*"/></policy></busconfig>',
  );
  return { ...environment, DBUS_SESSION_BUS_ADDRESS: address };
}

interface Outcome {
  readonly code: number;
  readonly output: string;
}

type Run = (command: string, args: readonly string[], input?: string) => Promise<Outcome>;

function runProgram(
  command: string,
  args: readonly string[],
  environment: KeyringEnvironment,
  input = '',
): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], ...environment };
    const child = execFile(command, args, { env, timeout: patience }, (error, output) => {
      resolve({ code: error ? 1 : 0, output });
    });
    child.stdin?.on('error', () => undefined).end(input);
  });
}

const sendFlags = ['--session', '--print-reply', '--reply-timeout=20000'];

function busCall(member: string, ...args: readonly string[]): readonly string[] {
  const path = '/org/freedesktop/DBus';
  return [...sendFlags, '--dest=org.freedesktop.DBus', path, `org.freedesktop.DBus.${member}`, ...args];
}

/** The process that offers the Secret Service. */
async function ownerOfName(run: Run): Promise<number | undefined> {
  const { output } = await run('dbus-send', busCall('GetConnectionUnixProcessID', `string:${secretsName}`));
  const pid = /uint32 (\d+)/.exec(output)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

function isWell({ code }: Outcome): boolean {
  return code === 0;
}

async function must(outcome: Promise<Outcome>): Promise<void> {
  if (!isWell(await outcome)) throw new Error('The keyring refused what a test asked of it');
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => child.once('exit', resolve));
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}`);
    await pause(20);
  }
}

function checkPrograms(names: readonly string[]): void {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const missing = names.filter((name) => !folders.some((folder) => isExecutable(join(folder, name))));
  if (missing.length === 0) return;
  throw new Error(
    `Tests with a real keyring need ${missing.join(', ')}: apt-get install -y dbus gnome-keyring libsecret-tools`,
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
