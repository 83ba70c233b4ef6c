/** What is shipped, as it is shipped: nobody looks into it, runs code in it, or finds our tests there. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, openSync, readFileSync, readSync, closeSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fuseTable } from '../../../scripts/electron/fuses.mjs';
import { agentPaths } from '../../../src-main/agent/agentPaths.ts';
import { callAgent } from '../../../src-main/agent/client.ts';
import { applicationRuntime } from '../../support/applicationRuntime.ts';
import { startDisplay, type Display } from '../../support/display.ts';
import { startKeyring, type Keyring } from '../../support/keyring.ts';
import { isAlive } from '../../support/processes.ts';
import { processTree } from '../../support/processTree.ts';
import { createTestHome, type TestHome } from '../../support/testHome.ts';

const checkout = join(import.meta.dirname, '../../..');
/** Milliseconds for anything to start or end on a busy machine. */
const patience = 20_000;

let folder: string;
let shipped: { readonly executable: string; readonly resources: string; readonly flags: readonly string[] };
let display: Display;
let home: TestHome;
let started: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lkp-'));
  const { flags } = await applicationRuntime();
  const packaging = ['scripts/package.mjs', '--for-tests', folder];
  const { code, said } = await ended(spawn(process.execPath, packaging, { cwd: checkout }));
  expect(code, said).toBe(0);
  const unpacked = join(folder, 'linux-unpacked');
  const resources = join(unpacked, 'resources');
  shipped = { executable: join(unpacked, 'latchkey-desktop'), resources, flags };
  display = await startDisplay();
}, 120_000);
afterAll(async () => {
  await display.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  home = await createTestHome();
});
afterEach(async () => {
  for (const { pid } of started) if (pid !== undefined) await end(pid);
  started = [];
  await home.dispose();
});

describe('the packaged application', () => {
  it('owns its home, shows its window, and goes when it is told to', async () => {
    const application = start();
    await ownsHome();
    await until('the window is shown', async () => (await windows()).length === 1);
    const pids = processTree(application.pid ?? 0);
    application.kill('SIGTERM');
    expect(await exitCode(application)).toBe(0);
    await until('every process has ended', async () => !pids.some(isAlive));
    expect(existsSync(join(home.home, 'agent.lock'))).toBe(false);
  });

  describe('with a keychain', () => {
    let keyring: Keyring;
    beforeAll(async () => {
      keyring = await startKeyring();
    });
    afterAll(() => keyring.stop());

    it('reads and writes it', async () => {
      start({ environment: { ...keyring.environment, LATCHKEY_SECRETS: 'keychain' } });
      const environment = { ...home.environment, ...keyring.environment };
      await ownsHome(environment);
      const { secrets } = await callAgent(agentPaths(environment), 'status', {});
      expect(secrets).toEqual({ store: 'keychain', state: 'ready', reason: null });
    });
  });

  it.each([
    '--remote-debugging-port=0',
    '--remote-debugging-pipe',
    '--remote-allow-origins=*',
    '--inspect=0',
    '--inspect-brk=0',
    '--js-flags=--expose-gc',
    '--load-extension=/tmp',
    '--proxy-server=http://127.0.0.1:1',
    '--host-resolver-rules=MAP * 127.0.0.1',
    '--ignore-certificate-errors',
    '--user-data-dir=/tmp/elsewhere',
    '--disable-web-security',
    '--enable-logging',
    '--ssl-key-log-file=/tmp/keys',
  ])('ends with an error before there is a window when it is started with %s', async (word) => {
    const seen: string[] = [];
    const application = start({ words: [word] });
    const ending = ended(application);
    await until('the application has ended', async () => {
      seen.push(...(await windows()));
      return application.exitCode !== null || application.signalCode !== null;
    });
    const { code, said } = await ending;
    expect(code).toBe(1);
    expect(said).toContain(`Latchkey does not run with ${word.replace(/=.*/, '')}.`);
    expect(seen).toEqual([]);
    expect(existsSync(home.home)).toBe(false);
  });

  it('is no Node: ELECTRON_RUN_AS_NODE and -e run nothing', async () => {
    const trace = join(home.folder, 'trace');
    start({
      words: ['-e', `require('node:fs').writeFileSync(${JSON.stringify(trace)}, '')`],
      environment: { ELECTRON_RUN_AS_NODE: '1' },
    });
    await ownsHome();
    expect(existsSync(trace)).toBe(false);
  });

  it('loads nothing that NODE_OPTIONS names', async () => {
    const trace = join(home.folder, 'trace');
    const script = join(home.folder, 'leaveTrace.cjs');
    await writeFile(script, `require('node:fs').writeFileSync(${JSON.stringify(trace)}, '')`);
    start({ environment: { NODE_OPTIONS: `--require ${script}` } });
    await ownsHome();
    expect(existsSync(trace)).toBe(false);
  });

  it('runs the code of its archive alone, never a folder beside it', async () => {
    const trace = join(home.folder, 'trace');
    const apart = join(home.folder, 'apart');
    await cp(join(shipped.executable, '..'), apart, { recursive: true, verbatimSymlinks: true });
    const app = join(apart, 'resources/app');
    await rename(join(apart, 'resources/app.asar'), join(apart, 'resources/other'));
    await mkdir(app);
    await writeFile(join(app, 'package.json'), '{"main":"main.cjs"}');
    await writeFile(
      join(app, 'main.cjs'),
      `require('node:fs').writeFileSync(${JSON.stringify(trace)}, ''); require('electron').app.exit(0)`,
    );
    const application = start({ executable: join(apart, 'latchkey-desktop') });
    expect(await exitCode(application)).not.toBe(0);
    expect(existsSync(trace)).toBe(false);
  });
});

it('every fuse of the packaged application is as decided', async () => {
  const { version, ...wire } = await getCurrentFuseWire(shipped.executable);
  expect(version).toBe('1');
  const on = (state: unknown) => String.fromCharCode(Number(state));
  const named = Object.entries(wire).map(([fuse, state]) => [FuseV1Options[Number(fuse)] ?? fuse, on(state)]);
  // Electron 41 and later have a ninth, which @electron/fuses for Node 20 cannot name: WebAssembly trap handlers.
  const later = Object.keys(wire).length > 8 ? { 8: '1' } : {};
  expect(Object.fromEntries(named)).toEqual({
    RunAsNode: '0',
    EnableCookieEncryption: '0',
    EnableNodeOptionsEnvironmentVariable: '0',
    EnableNodeCliInspectArguments: '0',
    EnableEmbeddedAsarIntegrityValidation: '0',
    OnlyLoadAppFromAsar: '1',
    LoadBrowserProcessSpecificV8Snapshot: '0',
    GrantFileProtocolExtraPrivileges: '0',
    ...later,
  });
});

it('on macOS and Windows the archive is checked against its hash, and no other fuse differs', () => {
  const checked = { [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true };
  for (const platform of ['darwin', 'win32'])
    expect(fuseTable(platform)).toEqual({ ...fuseTable('linux'), ...checked });
});

it('the package holds what runs and nothing else: no sources, tests, scripts or maps', () => {
  const files = archived(join(shipped.resources, 'app.asar'));
  const wanted = [
    /^package\.json$/,
    /^LICENSE$/,
    new RegExp(`^assets/(icon-512|tray/${process.platform}/[\\w@-]+)\\.png$`),
    /^out\/(main|shell)\/((chunks|command)\/)?[\w.-]+\.cjs$/,
    /^out\/main\/command\.cjs\.cache$/,
    /^out\/(shell|window)\/(assets\/)?[\w.-]+\.(html|js|css|svg|png)$/,
    /^node_modules\/keytar\/(package\.json|LICENSE\.md|lib\/keytar\.js)$/,
    new RegExp(`^node_modules/keytar/prebuilds/${process.platform}-${process.arch}/keytar\\.node$`),
  ];
  expect(files.filter((file) => !wanted.some((one) => one.test(file)))).toEqual([]);
  for (const file of ['out/main/latchkey.cjs', 'out/shell/main.cjs', 'out/window/index.html']) {
    expect(files).toContain(file);
  }
  const bytes = readFileSync(join(shipped.resources, 'app.asar'), 'latin1');
  // A person of the stand-in's company: whatever brings them brings the stand-in.
  for (const word of ['sourceMappingURL=', 'ada@example.com']) expect(bytes).not.toContain(word);
  expect(existsSync(join(shipped.resources, 'app'))).toBe(false);
  expect(existsSync(join(shipped.resources, 'default_app.asar'))).toBe(false);
});

it('the command inside the package runs under plain Node, with its agent', async () => {
  const command = join(shipped.resources, 'app.asar.unpacked/out/main/latchkey.cjs');
  expect((await home.run(command, ['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  const started = await home.run(command, ['agent', 'start']);
  expect(started.code, started.stderr).toBe(0);
  expect((await callAgent(agentPaths(home.environment), 'agentStatus', {})).kind).toBe('headless');
});

interface Start {
  readonly executable?: string;
  readonly words?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts the packaged application in the home of the test. */
function start({ executable = shipped.executable, words = [], environment = {} }: Start = {}): ChildProcess {
  const env = { ...home.environment, DISPLAY: display.name, ...environment };
  const child = spawn(executable, [...shipped.flags, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  return child;
}

async function ownsHome(environment: Readonly<Record<string, string>> = home.environment): Promise<void> {
  const paths = agentPaths(environment);
  await until('the application owns its home', async () => {
    const status = await callAgent(paths, 'agentStatus', {}).catch(() => undefined);
    return status?.kind === 'application';
  });
}

/** The windows of Latchkey that the X server shows now. */
async function windows(): Promise<readonly string[]> {
  const tree = await home.run('xwininfo', ['-display', display.name, '-root', '-tree']);
  const ids = [...tree.stdout.matchAll(/^ +(0x[0-9a-f]+) "Latchkey"/gm)].map(([, id]) => id ?? '');
  const shown: string[] = [];
  for (const id of ids) {
    const about = await home.run('xwininfo', ['-display', display.name, '-id', id]);
    if (about.stdout.includes('Map State: IsViewable')) shown.push(id);
  }
  return shown;
}

/** Paths of the files in an archive, from its header. */
function archived(path: string): readonly string[] {
  const file = openSync(path, 'r');
  const read = (length: number, position: number) => {
    const buffer = Buffer.alloc(length);
    readSync(file, buffer, 0, length, position);
    return buffer;
  };
  interface Folder {
    readonly files: Readonly<Record<string, Partial<Folder>>>;
  }
  const header = read(read(16, 0).readUInt32LE(12), 16).toString('utf8');
  closeSync(file);
  const list = ({ files }: Folder, above: string): string[] =>
    Object.entries(files).flatMap(([name, { files: inside }]) =>
      inside === undefined ? [`${above}${name}`] : list({ files: inside }, `${above}${name}/`),
    );
  return list(JSON.parse(header) as Folder, '');
}

async function ended(child: ChildProcess): Promise<{ readonly code: number | null; readonly said: string }> {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, said });
    });
  });
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  await until('the application has ended', async () => child.exitCode !== null || child.signalCode !== null);
  return child.exitCode;
}

/** As a person quits; what hangs is killed. */
async function end(pid: number): Promise<void> {
  const pids = processTree(pid).filter(isAlive);
  if (isAlive(pid)) process.kill(pid, 'SIGTERM');
  await until('every process has ended', async () => !pids.some(isAlive)).catch(() => {
    for (const one of pids.filter(isAlive)) process.kill(one, 'SIGKILL');
  });
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const limit = Date.now() + patience;
  while (!(await holds())) {
    if (Date.now() > limit) throw new Error(`Not in time: ${what}`);
    await pause(50);
  }
}
