import { execFile, spawn } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { callAgent } from '../../src-main/agent/client.ts';
import type { AgentPaths } from '../../src-main/agent/agentPaths.ts';
import { lockHolder } from '../../src-main/agent/processLock.ts';
import { bundle, type Bundle } from './support/bundle.ts';
import type { Fake } from './support/fakeCompose.ts';
import { post } from './support/rawRequest.ts';
import { temporaryHome, type TemporaryHome } from './support/temporaryHome.ts';
import { until } from '../support/until.ts';

const run = promisify(execFile);
const onLinux = process.platform === 'linux';

let built: Bundle;
beforeAll(async () => {
  built = await bundle({ agent: '../../../src-main/agent/agent.ts', caller: 'caller.ts' });
}, 60_000);
afterAll(() => {
  built.remove();
});

const agentEntry = () => join(built.folder, 'agent.mjs');

/** A home whose agent ends with the test. */
function agentHome(fake: Fake = {}): TemporaryHome {
  const home = temporaryHome();
  setFake(home, fake);
  onTestFinished(async () => {
    const owner = lockHolder(home.paths.lock);
    if (owner === undefined) return;
    process.kill(owner.pid, 'SIGKILL');
    await gone(owner.pid);
  });
  return home;
}

function setFake({ paths }: TemporaryHome, fake: Fake): void {
  writeFileSync(join(paths.home, 'fake.json'), JSON.stringify(fake));
}

/** A command as a process, which prints the process id of the agent or an error. */
async function command(
  home: TemporaryHome,
  more: Record<string, string> = {},
  entry = agentEntry(),
): Promise<string> {
  const args = [join(built.folder, 'caller.mjs'), entry];
  const { stdout } = await run(process.execPath, args, { env: { ...home.environment, ...more } });
  return stdout.trim();
}

function events({ paths }: { paths: AgentPaths }, name: string): string[] {
  const file = join(paths.home, 'events');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(`${name} `));
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !onLinux || !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<void> {
  await until(() => {
    expect(alive(pid)).toBe(false);
  });
}

describe('an agent', () => {
  it('is one, however many commands start it at once', { timeout: 60_000 }, async () => {
    const home = agentHome();
    const counting = join(home.folder, 'counting.mjs');
    const starts = join(home.folder, 'starts');
    const source = `import { appendFileSync } from 'node:fs';\nappendFileSync('${starts}', 'x');\nawait import('${agentEntry()}');`;
    writeFileSync(counting, source);
    const pids = await Promise.all(Array.from({ length: 50 }, async () => command(home, {}, counting)));
    expect(new Set(pids).size).toBe(1);
    expect(readFileSync(starts, 'utf8')).toBe('x');
    expect(events(home, 'composed')).toHaveLength(1);
    expect(Number(pids[0])).toBeGreaterThan(1);
  });

  it('is one also for a command with another runtime folder', async () => {
    const home = agentHome();
    const pid = await command(home);
    expect(await command(home, { XDG_RUNTIME_DIR: '', TMPDIR: home.folder })).toBe(pid);
  });

  it('is followed by another after kill -9, over the stale lock and socket', async () => {
    const home = agentHome();
    const first = Number(await command(home));
    process.kill(first, 'SIGKILL');
    await gone(first);
    expect(lstatSync(home.paths.socket).isSocket()).toBe(true);
    const pids = await Promise.all(Array.from({ length: 8 }, async () => command(home)));
    expect(new Set(pids).size).toBe(1);
    expect(pids[0]).not.toBe(String(first));
  });

  it.runIf(onLinux)('has the environment of the list and nothing else', async () => {
    const home = agentHome();
    const hostile = {
      PROJECT_TOKEN: 'example-secret',
      AWS_PROFILE: 'x',
      NODE_PATH: '/x',
      DISPLAY: ':0',
      LC_ALL: 'C',
    };
    const pid = await command(home, hostile);
    const names = readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .map((line) => line.replace(/=.*/s, ''));
    // The shell that limits the core file adds its folder.
    const byTheShell = ['PWD', 'OLDPWD', 'SHLVL', '_', ''];
    expect(names.filter((name) => !byTheShell.includes(name)).sort()).toEqual([
      'HOME',
      'LATCHKEY_HOME',
      'LC_ALL',
      'PATH',
      'XDG_RUNTIME_DIR',
    ]);
  });

  it.runIf(onLinux)('runs in /, in a session of its own, and writes no core', async () => {
    const home = agentHome();
    const pid = await command(home);
    expect(readlinkSync(`/proc/${pid}/cwd`)).toBe('/');
    const [, , group, session] = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    expect([group, session]).toEqual([pid, pid]);
    expect(readFileSync(`/proc/${pid}/limits`, 'latin1')).toMatch(/^Max core file size +0 +0 /m);
  });

  it('keeps no pipe of the command that started it, whatever descriptor it has', async () => {
    const home = agentHome();
    // Every pipe ends when the last one who holds it ends: the command, or the agent if it kept one.
    const args = [
      '-c',
      'exec "$@" 20>&1 63>&1',
      'x',
      process.execPath,
      join(built.folder, 'caller.mjs'),
      agentEntry(),
    ];
    const child = spawn('bash', args, { env: home.environment, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
    let pid = '';
    child.stdout.on('data', (text: Buffer) => (pid += text.toString()));
    await new Promise((resolve) => child.once('close', resolve));
    expect(alive(Number(pid))).toBe(true);
  });

  it.runIf(onLinux)('opens no inspector on SIGUSR1', async () => {
    const home = agentHome();
    const pid = Number(await command(home));
    process.kill(pid, 'SIGUSR1');
    // Answers prove that it lives on and had its time; the inspector would listen by then.
    for (let times = 0; times < 20; times++) expect(await command(home)).toBe(String(pid));
    const inodes = readdirSync(`/proc/${pid}/fd`).map((name) => linkOf(`/proc/${pid}/fd/${name}`));
    const tcp = ['tcp', 'tcp6'].map((name) => readFileSync(`/proc/net/${name}`, 'latin1')).join('');
    const listening = inodes
      .map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1])
      .filter((inode) => inode !== undefined && new RegExp(`\\b${inode}\\b`).test(tcp));
    expect(listening).toEqual([]);
    expect(
      readdirSync(`/proc/${pid}/task`).map((task) =>
        readFileSync(`/proc/${pid}/task/${task}/comm`, 'latin1').trim(),
      ),
    ).not.toContain('inspector');
  });

  it.each([
    ['NODE_OPTIONS', { NODE_OPTIONS: '--no-warnings' }, []],
    ['NODE_EXTRA_CA_CERTS', { NODE_EXTRA_CA_CERTS: '/nowhere.pem' }, []],
    ['NODE_REPL_EXTERNAL_MODULE', { NODE_REPL_EXTERNAL_MODULE: '/nowhere.js' }, []],
    ['--inspect', {}, ['--inspect=127.0.0.1:0']],
    ['--require', {}, ['--require', 'node:fs']],
  ])('does not run with %s', async (what, variables, options) => {
    const home = agentHome();
    const env = { ...home.environment, ...variables };
    const ended = run(process.execPath, [...options, agentEntry()], { env });
    await expect(ended).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(what) as string });
    expect(events(home, 'composed')).toEqual([]);
  });

  it('is started without the NODE_OPTIONS of the command', async () => {
    const home = agentHome();
    expect(Number(await command(home, { NODE_OPTIONS: '--no-warnings' }))).toBeGreaterThan(1);
  });

  it('says why it cannot start, to everybody who waits for it', async () => {
    const home = agentHome({ fails: 'These settings are newer than this Latchkey.' });
    const answers = await Promise.all(Array.from({ length: 4 }, async () => command(home)));
    for (const answer of answers) {
      expect(JSON.parse(answer)).toEqual({
        code: 'settings-newer',
        message: 'These settings are newer than this Latchkey.',
        hint: 'Install the newer Latchkey.',
      });
    }
    setFake(home, {});
    expect(Number(await command(home))).toBeGreaterThan(1);
  });

  it('says so when it ended before it could say why', async () => {
    const home = agentHome();
    const args = [join(built.folder, 'caller.mjs'), '/nowhere/agent.mjs'];
    const { stdout } = await run(process.execPath, args, { env: home.environment });
    expect(JSON.parse(stdout)).toMatchObject({
      code: 'agent-unreachable',
      hint: expect.stringContaining(home.paths.log) as string,
    });
  });

  it('ends when nobody asks and nothing is held', async () => {
    const home = agentHome({ idleMinutes: 0.005, holds: ['a sign-in in memory'] });
    const pid = Number(await command(home));
    await until(() => {
      // It is idle already when it asks that.
      expect(events(home, 'asked-what-is-held').length).toBeGreaterThan(2);
    });
    expect(Number(await command(home))).toBe(pid);
    setFake(home, { idleMinutes: 0.005 });
    await gone(pid);
    expect(existsSync(home.paths.socket)).toBe(false);
    expect(lockHolder(home.paths.lock)).toBeUndefined();
    expect(events(home, 'closed')).toHaveLength(1);
  });

  it('ends at SIGTERM in good order, and not at SIGHUP', async () => {
    const home = agentHome();
    const pid = Number(await command(home));
    process.kill(pid, 'SIGHUP');
    expect(Number(await command(home))).toBe(pid);
    process.kill(pid, 'SIGTERM');
    await gone(pid);
    expect(existsSync(home.paths.socket)).toBe(false);
    expect(events(home, 'closed')).toHaveLength(1);
    expect(readdirSync(home.paths.home).filter((name) => name.includes('lock'))).toEqual([]);
  });

  it('makes way for the next one at once when it is asked to stop', async () => {
    const home = agentHome();
    const first = Number(await command(home));
    await callAgent(home.paths, 'stopAgent', { why: 'person' });
    const second = Number(await command(home));
    expect(second).not.toBe(first);
    await gone(first);
    expect(Number(await command(home))).toBe(second);
  });

  it('tells a long call that it ends', async () => {
    const home = agentHome();
    const pid = Number(await command(home));
    const call = callAgent(home.paths, 'signIn', {});
    const expected = expect(call).rejects.toMatchObject({ code: 'agent-unreachable' });
    await until(() => {
      expect(events(home, 'signing-in')).toHaveLength(1);
    });
    process.kill(pid, 'SIGTERM');
    await expected;
    await gone(pid);
    expect(events(home, 'aborted')).toHaveLength(1);
  });

  it('comes back to its socket when somebody removed it', async () => {
    const home = agentHome({ idleMinutes: 0.005, holds: ['a sign-in in memory'] });
    const pid = await command(home);
    rmSync(home.paths.socketFolder, { recursive: true });
    expect(await command(home)).toBe(pid);
    expect(events(home, 'composed')).toHaveLength(1);
  });

  it('ends when its home is removed', async () => {
    const home = agentHome({ idleMinutes: 0.005, holds: ['a sign-in in memory'] });
    const pid = Number(await command(home));
    rmSync(home.paths.home, { recursive: true });
    await gone(pid);
    expect(existsSync(home.paths.socket)).toBe(false);
  });

  it('answers others while somebody sends nothing on many connections', async () => {
    const home = agentHome();
    const pid = await command(home);
    const idle = Array.from({ length: 200 }, () => connect(home.paths.socket).on('error', () => undefined));
    onTestFinished(() => {
      for (const connection of idle) connection.destroy();
    });
    idle.slice(0, 50).forEach((connection) => connection.write(post('/v1/status', '{}').slice(0, 20)));
    expect(await command(home)).toBe(pid);
  });

  it('writes the credential script into its home', async () => {
    const home = agentHome();
    await command(home);
    expect(lstatSync(home.paths.script).mode & 0o777).toBe(0o700);
    expect(readFileSync(home.paths.script, 'utf8')).toContain(`'${home.paths.socket}'`);
  });
});

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
