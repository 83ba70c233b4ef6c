import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { agentPaths } from '../../src-main/agent/agentPaths.ts';
import { callAgent } from '../../src-main/agent/client.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import { smallOrganisation } from '../aws/support/smallOrganisation.ts';
import { canariesOf, secretsOf, type Find } from '../support/canaries.ts';
import { startKeyring, type Keyring } from '../support/keyring.ts';
import { isAlive, watchProcesses, type Seen } from '../support/processes.ts';
import { createTestHome, type Ran, type TestHome } from '../support/testHome.ts';

const person = 'ada@example.com';
const admin = 'payments-prod.Admin';
const readOnly = 'payments-prod.ReadOnly';

const startStandIn = () => startAws({ organisations: [smallOrganisation()] });

function keychainHome(aws: Aws, bus: string, more: Record<string, string> = {}): Promise<TestHome> {
  return createTestHome({
    aws,
    environment: { LATCHKEY_SECRETS: 'keychain', DBUS_SESSION_BUS_ADDRESS: bus, ...more },
  });
}

/** The sign-in as another program of the desktop finds it. */
function itemOf(home: TestHome, keyring: Keyring): Promise<string | undefined> {
  const homeId = readFileSync(join(home.home, 'home-id'), 'utf8').trim();
  return keyring.lookup(`latchkey:${homeId}`, 'sign-in:corp');
}

const kindsOf = (finds: readonly Find[]) => [...new Set(finds.map(({ kind }) => kind))].sort();
const placesOf = (finds: readonly Find[]) => [...new Set(finds.map(({ where }) => where))].sort();

interface Status {
  readonly signIns: readonly { readonly state: string; readonly signedInAs: string | null }[];
  readonly secrets: { readonly store: string; readonly state: string; readonly reason: string | null };
  readonly agent: { readonly pid: number; readonly holds: readonly string[] };
}

async function statusOf(
  home: TestHome,
  environment: Record<string, string | undefined> = {},
): Promise<Status> {
  const { code, value } = await home.json(['status'], { environment });
  expect(code).toBe(0);
  return value as Status;
}

describe('what a whole day with Latchkey leaves behind', () => {
  let aws: Aws;
  let keyring: Keyring;
  let home: TestHome;
  let seen: readonly Seen[];
  let item: string | undefined;
  let whileDelivered: readonly Find[];
  let afterwards: readonly Find[];
  const said: { readonly where: string; readonly text: string }[] = [];
  const handedOut = new Map<string, string>();
  const scan = () => canariesOf(secretsOf(aws));

  beforeAll(async () => {
    aws = await startStandIn();
    keyring = await startKeyring();
    home = await keychainHome(aws, keyring.environment.DBUS_SESSION_BUS_ADDRESS);
    const processes = watchProcesses(home.folder);
    await signIns();
    await delivers();
    await handsOut();
    await takesBack();
    seen = await processes.stop();
    afterwards = scan().inFiles(home.folder);
  });
  afterAll(async () => {
    await home.dispose();
    await keyring.stop();
    await aws.close();
  });

  function keep(where: string, { code, stdout, stderr }: Ran): Ran {
    said.push({ where: `stdout of ${where}`, text: stdout }, { where: `stderr of ${where}`, text: stderr });
    expect(`${where} ${code}: ${stderr}`).toMatch(`${where} 0:`);
    return { code, stdout, stderr };
  }

  const does = async (...words: string[]) => keep(words.join(' '), await home.latchkey(words));

  /** Commands whose one purpose is to print a secret. */
  async function prints(name: string, running: Promise<Ran>): Promise<string> {
    const { stdout, ...rest } = await running;
    handedOut.set(name, stdout);
    keep(name, { ...rest, stdout: '' });
    return stdout;
  }

  async function signIns(): Promise<void> {
    keep('login by device code', await home.signIn(aws, person));
    let opened: Promise<unknown> | undefined;
    const login = await home.latchkey(['login', 'corp', '--flow', 'pkce', '--no-browser'], {
      onStderr: (text) => {
        const link = /^Link: (\S+)$/m.exec(text)?.[1];
        if (link !== undefined) opened ??= approveInBrowser(aws, link);
      },
    });
    await opened;
    keep('login by PKCE', login);
    item = await itemOf(home, keyring);
    await does('sync');
    await does('list', '--json');
  }

  async function delivers(): Promise<void> {
    await does('start', admin, '--delivery', 'keys');
    whileDelivered = scan().inFiles(home.folder);
    await does('start', readOnly, '--delivery', 'process');
    const command = /credential_process = (\S+) (\S+)/.exec(home.read(home.config) ?? '');
    await prints('the credential script', home.run(command?.[1] ?? '', [command?.[2] ?? '']));
    await does('deliver', '--delivery', 'process', '--dry-run');
  }

  async function handsOut(): Promise<void> {
    const text = await prints('env', home.latchkey(['env', admin, '--shell', 'dotenv']));
    await prints('credentials', home.latchkey(['credentials', readOnly]));
    await prints('console --print', home.latchkey(['console', admin, '--print']));
    const keys = [...text.matchAll(/^(\w+)=['"]?([^'"\n]*)/gm)].map(([, name = '', value = '']) => [
      name,
      value,
    ]);
    const environment = Object.fromEntries(keys) as Record<string, string>;
    keep('whoami --check', await home.latchkey(['whoami', '--check'], { environment }));
  }

  async function takesBack(): Promise<void> {
    await does('doctor');
    await does('status');
    await does('lock');
    await does('start', admin, '--delivery', 'keys');
    await does('undo');
    await does('start', admin, '--delivery', 'keys');
    await does('stop', admin);
    await does('start', admin, '--delivery', 'keys', '--json');
    await does('logout', '--json');
  }

  it('leaves the tokens in the keychain until the logout, where others of the desktop see them', async () => {
    expect(kindsOf(scan().inText('keychain', item ?? ''))).toEqual([
      'accessToken',
      'clientSecret',
      'refreshToken',
    ]);
    expect(await itemOf(home, keyring)).toBeUndefined();
  });

  it('puts keys on the disk by a keys delivery alone, and nothing else ever', () => {
    expect(placesOf(whileDelivered)).toEqual(['.aws/credentials']);
    expect(kindsOf(whileDelivered)).toEqual(['secretAccessKey', 'sessionToken']);
    expect(afterwards).toEqual([]);
  });

  it('gives secrets to those who ask for them', () => {
    const kinds = [...handedOut].map(([where, text]) => [where, kindsOf(scan().inText(where, text))]);
    expect(Object.fromEntries(kinds)).toEqual({
      'the credential script': ['secretAccessKey', 'sessionToken'],
      env: ['secretAccessKey', 'sessionToken'],
      credentials: ['secretAccessKey', 'sessionToken'],
      'console --print': ['SigninToken'],
    });
  });

  it('says no secret on stdout or stderr otherwise', () => {
    expect(said.flatMap(({ where, text }) => scan().inText(where, text))).toEqual([]);
  });

  it('hands no secret to a process in its arguments or its environment', () => {
    const programs = seen.map(({ commandLine }) => /\w+(?=\.c?js )/.exec(commandLine)?.[0]);
    expect(programs).toEqual(expect.arrayContaining(['latchkey', 'agent', 'keychainChild']));
    const finds = seen.flatMap(({ commandLine, environment }) => [
      ...scan().inText(commandLine, commandLine),
      // A shell with keys from `latchkey env` gives them to what it starts; here that is whoami.
      ...(/ whoami /.test(commandLine) ? [] : scan().inText(`environment of ${commandLine}`, environment)),
    ]);
    expect(finds).toEqual([]);
  });

  it('covers every kind of secret that AWS gives out and that goes back to it', () => {
    expect([...new Set(secretsOf(aws).map(({ kind }) => kind))].sort()).toEqual([
      'SigninToken',
      'accessToken',
      'clientSecret',
      'code',
      'codeVerifier',
      'deviceCode',
      'refreshToken',
      'secretAccessKey',
      'sessionToken',
    ]);
  });
});

/** As the person at the browser, who is then sent back to the waiting listener. */
async function approveInBrowser(aws: Aws, link: string): Promise<void> {
  const { redirectedTo } = await aws.pages.approve(link, person);
  await fetch(redirectedTo ?? '');
}

describe('a keychain in trouble signs nobody out', () => {
  let aws: Aws;
  let keyring: Keyring;
  let home: TestHome;
  let agent: number;

  beforeAll(async () => {
    aws = await startStandIn();
    keyring = await startKeyring();
    home = await keychainHome(aws, keyring.environment.DBUS_SESSION_BUS_ADDRESS);
    expect(await home.signIn(aws, person)).toMatchObject({ code: 0 });
    await home.latchkey(['sync']);
    await home.latchkey(['credentials', admin]);
    agent = home.agentPid() ?? 0;
  });
  afterAll(async () => {
    await home.dispose();
    await keyring.stop();
    await aws.close();
  });

  const locked = /^latchkey: The keychain that holds the sign-in is locked\. Unlock it .*\n$/;
  const commands = [
    ['credentials', readOnly],
    ['start', readOnly],
    ['login', 'corp'],
    ['logout', 'corp'],
  ] as const;
  const troubles = [
    {
      name: 'locked',
      begin: () => keyring.lock(),
      end: () => keyring.unlock(),
      state: 'locked',
      exit: 3,
      words: locked,
      commands,
    },
    {
      name: 'killed',
      begin: () => keyring.kill(),
      end: () => keyring.restart(),
      state: 'unavailable',
      exit: 1,
      words:
        /^latchkey: There is .*nothing on the session bus offers the Secret Service\. Start a keychain; .*\n$/,
      commands,
    },
    {
      name: 'frozen',
      begin: () => {
        keyring.freeze();
      },
      end: () => {
        keyring.thaw();
      },
      state: 'unavailable',
      exit: 1,
      words: /^latchkey: The keychain did not answer within 3 s\. .*\n$/,
      // Each waits its 3 s: the one that reads and the two that must do nothing.
      commands: commands.filter(([command]) => command !== 'start'),
    },
  ] as const;

  describe.each(troubles)('$name', ({ begin, end, state, exit, words, commands: refused }) => {
    let callsBefore: number;
    let item: string | undefined;

    beforeAll(async () => {
      item = await itemOf(home, keyring);
      callsBefore = aws.requests.length;
      await begin();
    });

    it('is told by status as what it is, and still says who is signed in', async () => {
      const { secrets, signIns } = await statusOf(home);
      expect(secrets).toMatchObject({ store: 'keychain', state });
      expect(signIns).toMatchObject([{ state, signedInAs: person }]);
    });

    it('does not stand in the way of keys in memory', async () => {
      const { code, stdout } = await home.latchkey(['credentials', admin]);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ Version: 1 });
    });

    it.each(refused)('lets %s fail with what to do', async (...command) => {
      const { code, stdout, stderr } = await home.latchkey(command);
      expect(stderr).toMatch(words);
      expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
    });

    it('asks AWS for nothing, not even for a code, and writes no profile', () => {
      expect(aws.requests.slice(callsBefore)).toEqual([]);
      expect(home.read(home.credentials) ?? '').not.toContain(readOnly);
    });

    it('is forgotten when it is over: the same agent, the same person, the same item', async () => {
      await end();
      const { secrets, signIns, agent: now } = await statusOf(home);
      expect(secrets.state).toBe('ready');
      expect(signIns).toMatchObject([{ state: 'signed-in', signedInAs: person }]);
      expect(now.pid).toBe(agent);
      expect(await itemOf(home, keyring)).toBe(item);
      await home.latchkey(['lock']);
      expect((await home.latchkey(['credentials', admin])).code).toBe(0);
      expect(aws.calls('CreateToken')).toBe(1 + pollsBefore());
    });

    /** Polls while the person compared the code are CreateToken calls, too. */
    const pollsBefore = () =>
      aws.requests.filter(({ operation, status }) => operation === 'CreateToken' && status !== 200).length;
  });

  it('a logout that the open keychain lets through removes the item', async () => {
    expect((await home.latchkey(['logout'])).code).toBe(0);
    expect(await itemOf(home, keyring)).toBeUndefined();
    expect((await statusOf(home)).signIns).toMatchObject([{ state: 'signed-out' }]);
  });
});

describe('without a keychain', () => {
  let aws: Aws;
  let bus: Keyring;
  beforeAll(async () => {
    aws = await startStandIn();
    bus = await startKeyring({ secretService: false });
  });
  afterAll(async () => {
    await bus.stop();
    await aws.close();
  });

  it.each([
    {
      name: 'a session bus without a Secret Service',
      address: () => bus.environment.DBUS_SESSION_BUS_ADDRESS,
    },
    { name: 'no session bus', address: () => 'unix:path=/nonexistent/bus' },
  ])('$name: nobody is asked for a code, and the words name the ways out', async ({ address }) => {
    const home = await keychainHome(aws, address());
    onTestFinished(() => home.dispose());
    const login = await home.signIn(aws, person);
    expect(login.code).toBe(1);
    expect(login.stderr).toMatch(
      /^latchkey: There is no keychain .*[a-z]\. Start a keychain; .* can choose another store: .*\n$/,
    );
    expect((await statusOf(home)).secrets).toMatchObject({ state: 'unavailable' });
    expect(aws.requests).toEqual([]);
  });

  it('an agent that found none finds the one that is started later', async () => {
    const home = await keychainHome(aws, bus.environment.DBUS_SESSION_BUS_ADDRESS);
    onTestFinished(() => home.dispose());
    const { agent } = await statusOf(home);
    await bus.restart();
    expect(await home.signIn(aws, person)).toMatchObject({ code: 0 });
    expect((await statusOf(home)).agent.pid).toBe(agent.pid);
  });

  it('an agent started by cron, without the session bus, finds it with the first command that has one', async () => {
    const keyring = await startKeyring();
    onTestFinished(() => keyring.stop());
    const home = await keychainHome(aws, keyring.environment.DBUS_SESSION_BUS_ADDRESS);
    onTestFinished(() => home.dispose());
    const cron = { DBUS_SESSION_BUS_ADDRESS: undefined };
    const { secrets, agent } = await statusOf(home, cron);
    expect(secrets.state).toBe('unavailable');
    expect(await home.signIn(aws, person)).toMatchObject({ code: 0 });
    const later = await statusOf(home, cron);
    expect(later).toMatchObject({ secrets: { state: 'ready' }, signIns: [{ state: 'signed-in' }] });
    expect(later.agent.pid).not.toBe(agent.pid);
  });
});

describe('the store of a home', () => {
  let aws: Aws;
  beforeAll(async () => {
    aws = await startStandIn();
  });
  afterAll(async () => {
    await aws.close();
  });
  const passphrase = 'correct horse battery';

  it('is chosen once: another one is wrong usage, whether or not an agent runs', async () => {
    const home = await createTestHome({ aws });
    onTestFinished(() => home.dispose());
    await home.signIn(aws, person);
    const settled = async (environment: Record<string, string | undefined>) => {
      const { code, stderr } = await home.latchkey(['status'], { environment });
      return { code, stderr };
    };
    const refusal = {
      code: 2,
      stderr: expect.stringContaining('keeps its secrets in the store “memory”') as string,
    };
    for (const LATCHKEY_SECRETS of ['keychain', 'file'])
      expect(await settled({ LATCHKEY_SECRETS })).toEqual(refusal);
    expect(await settled({ LATCHKEY_SECRETS: 'vault' })).toEqual({
      code: 2,
      stderr: expect.stringContaining('keychain, memory or file') as string,
    });
    expect(await settled({ LATCHKEY_SECRETS: undefined })).toEqual({ code: 0, stderr: '' });
    expect((await statusOf(home)).signIns).toMatchObject([{ state: 'signed-in' }]);
    await home.latchkey(['agent', 'stop']);
    expect(await settled({ LATCHKEY_SECRETS: 'keychain' })).toEqual(refusal);
    expect((await statusOf(home, { LATCHKEY_SECRETS: undefined })).secrets.store).toBe('memory');
  });

  it('in memory holds the agent: no other takes its place, and it does not end when nobody asks', async () => {
    const home = await createTestHome({ aws });
    onTestFinished(() => home.dispose());
    await home.signIn(aws, person);
    await home.latchkey(['settings', 'set', 'agentIdleMinutes', '0.01']);
    const paths = agentPaths({ ...home.environment });
    expect(await callAgent(paths, 'stopAgent', { why: 'replace' })).toEqual({ stopping: false });
    const { agent } = await statusOf(home);
    expect(agent.holds).toEqual(['a sign-in is held in memory only']);
    await new Promise((resolve) => setTimeout(resolve, 2000)); // three times its patience
    expect(isAlive(agent.pid)).toBe(true);
    await home.latchkey(['logout']);
    await expect.poll(() => isAlive(agent.pid)).toBe(false);
  });

  it('in a file stands on the disk encrypted, and opens with its passphrase', async () => {
    const home = await createTestHome({
      aws,
      environment: { LATCHKEY_SECRETS: 'file', LATCHKEY_PASSPHRASE: passphrase },
    });
    onTestFinished(() => home.dispose());
    expect(await home.signIn(aws, person)).toMatchObject({ code: 0 });
    expect(existsSync(join(home.home, 'secrets'))).toBe(true);
    expect(canariesOf(secretsOf(aws)).inFiles(home.folder)).toEqual([]);
    expect(canariesOf([{ kind: 'passphrase', value: passphrase.repeat(2) }]).inFiles(home.folder)).toEqual(
      [],
    );
    await home.latchkey(['agent', 'stop']);
    expect(await statusOf(home)).toMatchObject({
      secrets: { store: 'file', state: 'ready' },
      signIns: [{ state: 'signed-in', signedInAs: person }],
    });
  });

  it('in a file is locked without the passphrase, and nobody is signed out by it', async () => {
    const home = await createTestHome({
      aws,
      environment: { LATCHKEY_SECRETS: 'file', LATCHKEY_PASSPHRASE: passphrase },
    });
    onTestFinished(() => home.dispose());
    await home.signIn(aws, person);
    await home.latchkey(['sync']);
    await home.latchkey(['agent', 'stop']);
    const environment = { LATCHKEY_PASSPHRASE: undefined };
    expect(await statusOf(home, environment)).toMatchObject({
      secrets: { store: 'file', state: 'locked' },
      signIns: [{ state: 'locked', signedInAs: person }],
    });
    for (const words of [['credentials', admin], ['login'], ['logout']]) {
      const { code, stderr } = await home.latchkey(words, { environment });
      expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining('locked') as string });
    }
    await home.latchkey(['agent', 'stop']);
    expect((await statusOf(home)).signIns).toMatchObject([{ state: 'signed-in' }]);
  });
});
