import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startAws, type Aws } from '../aws/standIn.ts';
import { smallOrganisation } from '../aws/support/smallOrganisation.ts';
import { startKeyring, type Keyring } from '../support/keyring.ts';
import { childrenOf, coreLimitOf, environmentOf, isAlive, listensAt } from '../support/processes.ts';
import { command, createTestHome, type Ran, type TestHome } from '../support/testHome.ts';

const person = 'ada@example.com';
const admin = 'payments-prod.Admin';
const startStandIn = () => startAws({ organisations: [smallOrganisation()] });
const builtFile = (name: string) => join(dirname(command), `${name}${extname(command)}`);

/** An address that nobody of ours may call. */
interface Trap {
  readonly url: string;
  readonly calls: () => number;
  readonly server: Server;
}

async function setTrap(): Promise<Trap> {
  let calls = 0;
  const server = createServer((socket) => {
    calls += 1;
    socket.on('error', () => undefined).destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { url: `http://127.0.0.1:${port}`, calls: () => calls, server };
}

/** A folder of this test's own. */
function folderOf(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lk-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

describe('the processes that hold secrets', () => {
  let aws: Aws;
  let keyring: Keyring;
  let home: TestHome;
  let evil: string;
  let processes: { readonly agent: number; readonly keychain: number };

  /** Agent and keychain child are started by a command that runs under a debugger with a preloaded file. */
  beforeAll(async () => {
    aws = await startStandIn();
    keyring = await startKeyring();
    const { DBUS_SESSION_BUS_ADDRESS } = keyring.environment;
    home = await createTestHome({
      aws,
      environment: { LATCHKEY_SECRETS: 'keychain', DBUS_SESSION_BUS_ADDRESS },
    });
    evil = join(home.folder, 'evil.cjs');
    const note = `require('fs').appendFileSync(${JSON.stringify(`${evil}.log`)}, process.argv[1] + '\\n')`;
    writeFileSync(evil, note);
    const environment = { ...hostile, NODE_OPTIONS: `--require=${evil}` };
    const given = ['--inspect=127.0.0.1:0', command, 'status'];
    expect((await home.run(process.execPath, given, { environment })).code).toBe(0);
    expect(await home.signIn(aws, person)).toMatchObject({ code: 0 });
    const agent = home.agentPid() ?? 0;
    processes = { agent, keychain: childrenOf(agent)[0] ?? 0 };
  });
  afterAll(async () => {
    await home.dispose();
    await keyring.stop();
    await aws.close();
  });

  /** What a project's `.env` or a shell may hold; no file that it names need exist. */
  const hostile = {
    PROJECT_TOKEN: 'example',
    AWS_PROFILE: 'default',
    AWS_SECRET_ACCESS_KEY: 'EXAMPLE',
    NODE_PATH: '/tmp',
    NODE_DEBUG: 'http,net',
    LD_DEBUG_OUTPUT: '/tmp/x',
    SSLKEYLOGFILE: '/tmp/keys',
    DISPLAY: ':7',
  };
  const both = () => Object.entries(processes);

  it('are started without the debugger and the preloads of the command', () => {
    expect(readFileSync(`${evil}.log`, 'utf8')).toBe(`${command}\n`);
    for (const [, pid] of both()) expect(listensAt(pid)).toEqual([]);
  });

  it('have the environment of the list and nothing else', () => {
    const byTheShell = ['PWD', 'OLDPWD', 'SHLVL', '_'];
    const names = (pid: number) =>
      [...environmentOf(pid).keys()].filter((name) => !byTheShell.includes(name)).sort();
    expect(names(processes.agent)).toEqual(
      [
        ...Object.keys(aws.environment()),
        'DBUS_SESSION_BUS_ADDRESS',
        'HOME',
        'LATCHKEY_HOME',
        'LATCHKEY_SECRETS',
      ]
        .concat('PATH', 'XDG_RUNTIME_DIR')
        .sort(),
    );
    expect(names(processes.keychain)).toEqual([
      'DBUS_SESSION_BUS_ADDRESS',
      'HOME',
      'NODE_CHANNEL_FD',
      'NODE_CHANNEL_SERIALIZATION_MODE',
      'XDG_RUNTIME_DIR',
    ]);
  });

  it('write no core', () => {
    for (const [, pid] of both()) expect(coreLimitOf(pid)).toEqual(['0', '0']);
  });

  it('open no inspector on SIGUSR1, and live on', async () => {
    const ordinary = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000); console.log("ready")']);
    onTestFinished(() => {
      ordinary.kill('SIGKILL');
    });
    await new Promise((resolve) => ordinary.stdout.once('data', resolve));
    for (const [, pid] of both()) process.kill(pid, 'SIGUSR1');
    process.kill(ordinary.pid ?? 0, 'SIGUSR1');
    // What it does to a process of Node that does not guard itself; its port may be taken, so its words count, too.
    let words = '';
    ordinary.stderr.on('data', (text: Buffer) => (words += text.toString()));
    await expect.poll(() => words).toMatch(/inspector|Debugger/);
    expect(await home.json(['status'])).toMatchObject({ value: { secrets: { state: 'ready' } } });
    for (const [, pid] of both())
      expect({ alive: isAlive(pid), at: listensAt(pid) }).toEqual({ alive: true, at: [] });
    expect(childrenOf(processes.agent)).toEqual([processes.keychain]);
  });

  it.each(['agent', 'keychainChild'])(
    '%s refuses to run with a debugger, a preload or a changed Node',
    async (name) => {
      const folder = folderOf();
      const run = (options: readonly string[], environment: Record<string, string> = {}) =>
        home.run(process.execPath, [...options, builtFile(name)], {
          environment: { LATCHKEY_HOME: folder, ...environment },
        });
      for (const ran of [
        await run(['--inspect=127.0.0.1:0']),
        await run(['--require', evil]),
        await run([], { NODE_OPTIONS: `--require=${evil}` }),
      ]) {
        expect(ran).toMatchObject({ code: 1, stderr: expect.not.stringContaining('Error') as string });
      }
      expect(existsSync(join(folder, 'agent.lock'))).toBe(false);
    },
  );

  it('listen on no TCP port, but for the one of a PKCE sign-in, on loopback and only meanwhile', async () => {
    let during: readonly string[] | undefined;
    const login = await home.latchkey(['login', 'corp', '--flow', 'pkce', '--no-browser'], {
      onStderr: (text) => {
        const link = /^Link: (\S+)$/m.exec(text)?.[1];
        if (link === undefined || during !== undefined) return;
        during = both().flatMap(([, pid]) => listensAt(pid));
        void aws.pages.approve(link, person).then(({ redirectedTo }) => fetch(redirectedTo ?? ''));
      },
    });
    expect(login).toMatchObject({ code: 0 });
    expect(during).toEqual([expect.stringMatching(/^0100007F:/)]);
    for (const [, pid] of both()) expect(listensAt(pid)).toEqual([]);
  });
});

describe('a hostile environment', () => {
  let aws: Aws;
  let trap: Trap;
  beforeAll(async () => {
    aws = await startStandIn();
    trap = await setTrap();
  });
  afterAll(async () => {
    trap.server.close();
    await aws.close();
  });
  let before: number;
  beforeEach(() => {
    before = trap.calls();
  });
  const caught = () => trap.calls() - before;

  const endpoints = () => ({
    AWS_ENDPOINT_URL: trap.url,
    AWS_ENDPOINT_URL_SSO_OIDC: trap.url,
    AWS_ENDPOINT_URL_SSO: trap.url,
    AWS_ENDPOINT_URL_STS: trap.url,
    LATCHKEY_SIGNIN_URL: trap.url,
  });
  const proxies = () => ({
    HTTPS_PROXY: trap.url,
    https_proxy: trap.url,
    HTTP_PROXY: trap.url,
    http_proxy: trap.url,
    ALL_PROXY: trap.url,
    all_proxy: trap.url,
  });
  /** Its host resolves nowhere: what is not redirected gets no further than that. */
  const place = ['--start-url', 'https://example.awsapps.com/start', '--region', 'eu-nowhere-9'];

  /** A home of the ordinary name, as a person has it: nothing names it. */
  async function ordinaryHome(): Promise<TestHome> {
    const home = await createTestHome({ ordinary: true });
    onTestFinished(() => home.dispose());
    expect(await home.latchkey(['settings', 'set', 'secrets', 'memory'])).toMatchObject({ code: 0 });
    expect(await home.latchkey(['sso', 'add', 'corp', ...place])).toMatchObject({ code: 0 });
    return home;
  }

  it('would redirect a home that is named for tests: the trap works', async () => {
    for (const environment of [endpoints(), proxies()]) {
      const home = await createTestHome({ environment });
      await home.latchkey(['sso', 'add', 'corp', ...place]);
      expect((await home.latchkey(['login'])).code).toBe(1);
      await home.dispose();
    }
    expect(caught()).toBeGreaterThanOrEqual(2);
  });

  it.each([
    ['the variables of a project', () => ({ ...endpoints(), ...proxies() })],
    [
      'a LATCHKEY_HOME that names the person’s own home',
      (home: TestHome) => ({ ...endpoints(), ...proxies(), LATCHKEY_HOME: home.home }),
    ],
  ])('leads no call of the person’s own home elsewhere: %s', async (_, variables) => {
    const home = await ordinaryHome();
    await home.latchkey(['agent', 'stop']);
    mkdirSync(dirname(home.config), { recursive: true });
    writeFileSync(
      home.config,
      `[default]\nendpoint_url = ${trap.url}\nservices = x\n[services x]\nsso_oidc =\n  endpoint_url = ${trap.url}\n`,
    );
    const environment = { ...variables(home), NODE_TLS_REJECT_UNAUTHORIZED: '0', LATCHKEY_SECRETS: 'memory' };
    const { stdout } = await home.latchkey(['doctor'], { environment });
    expect(stdout).toMatch(/failed +network corp: oidc\.eu-nowhere-9\.amazonaws\.com: AWS cannot be reached/);
    const login = await home.latchkey(['login'], { environment });
    expect(login).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('AWS cannot be reached') as string,
    });
    expect(caught()).toBe(0);
  });

  it('does not make a wrong certificate right', async () => {
    const tls = selfSigned();
    const secure = await startAws({ organisations: [smallOrganisation()], tls: tls.pem });
    onTestFinished(() => secure.close());
    const trusting = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const home = await createTestHome({ aws: secure, environment: trusting });
    onTestFinished(() => home.dispose());
    const refused = await home.signIn(secure, person);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('certificate');
    expect(secure.requests).toEqual([]);
    const informed = await createTestHome({ aws: secure, environment: { AWS_CA_BUNDLE: tls.certificate } });
    onTestFinished(() => informed.dispose());
    expect(await informed.signIn(secure, person)).toMatchObject({ code: 0 });
  });

  it('moves no keys out of the credential script: a .curlrc that traces, writes and redirects', async () => {
    const home = await createTestHome({ aws });
    onTestFinished(() => home.dispose());
    await home.signIn(aws, person);
    await home.latchkey(['sync']);
    await home.latchkey(['start', admin, '--delivery', 'process']);
    const [, script = '', id = ''] =
      /credential_process = (\S+) (\S+)/.exec(home.read(home.config) ?? '') ?? [];
    const trace = join(home.folder, 'trace');
    const curlrc = `trace-ascii = "${trace}"\noutput = "${trace}.out"\nproxy = "${trap.url}"\nnext\nurl = "${trap.url}"\n`;
    for (const name of ['.curlrc', 'curlrc', '.config/curlrc']) {
      mkdirSync(dirname(join(home.folder, name)), { recursive: true });
      writeFileSync(join(home.folder, name), curlrc);
    }
    const environment = { CURL_HOME: home.folder, XDG_CONFIG_HOME: home.folder, ...proxies() };
    const { code, stdout, stderr } = await home.run(script, [id], { environment });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ Version: 1 });
    expect([existsSync(trace), existsSync(`${trace}.out`), caught()]).toEqual([false, false, 0]);
    // The same file does all of that to a curl that reads it.
    await home.run('/usr/bin/curl', ['--silent', '--max-time', '5', 'http://127.0.0.1:1/'], { environment });
    expect([existsSync(trace), caught() > 0]).toEqual([true, true]);
  });
});

function selfSigned() {
  const folder = folderOf();
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const request = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=127.0.0.1';
  const options = [
    ...request.split(' '),
    '-addext',
    'subjectAltName=IP:127.0.0.1',
    '-keyout',
    key,
    '-out',
    certificate,
  ];
  execFileSync('openssl', ['req', ...options], { stdio: 'ignore' });
  return { certificate, pem: { key: readFileSync(key), cert: readFileSync(certificate) } };
}

describe('the folder of the socket', () => {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot) process.stderr.write('Not run: a socket folder of another user needs root to be made.\n');

  async function homeIn(
    prepare: (runtime: string) => void,
    runtime?: string,
  ): Promise<{ home: TestHome; ran: Ran }> {
    const home = await createTestHome({
      environment: runtime === undefined ? {} : { XDG_RUNTIME_DIR: runtime },
    });
    onTestFinished(() => home.dispose());
    prepare(join(home.environment['XDG_RUNTIME_DIR'] ?? '', 'latchkey'));
    return { home, ran: await home.latchkey(['status']) };
  }

  it.each([
    [
      'that others may enter',
      'its mode lets others in',
      (folder: string) => {
        mkdirSync(folder);
        chmodSync(folder, 0o777);
      },
    ],
    [
      'that is a link',
      'it is not a folder',
      (folder: string) => {
        mkdirSync(`${folder}-elsewhere`, { mode: 0o700 });
        symlinkSync(`${folder}-elsewhere`, folder);
      },
    ],
    ...(isRoot
      ? [
          [
            'of another user',
            'it belongs to somebody else',
            (folder: string) => {
              mkdirSync(folder, { mode: 0o700 });
              chownSync(folder, 65_534, 65_534);
            },
          ] as const,
        ]
      : []),
  ] as const)('%s is not used: no agent comes to be, and the words say why', async (_, why, prepare) => {
    const { home, ran } = await homeIn(prepare);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toMatch(new RegExp(`^latchkey: .*/latchkey is not used: ${why}\\. Remove it .*\\n$`));
    expect(home.agentPid()).toBeUndefined();
  });

  it('with too long a path is refused before Node cuts it', async () => {
    const runtime = join(folderOf(), 'x'.repeat(80));
    mkdirSync(runtime, { mode: 0o700 });
    const { home, ran } = await homeIn(() => undefined, runtime);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toMatch(/^latchkey: .*too long a path.* Set XDG_RUNTIME_DIR .*\n$/);
    expect(home.agentPid()).toBeUndefined();
  });
});
