import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agentPaths } from '../../src-main/agent/agentPaths.ts';
import { callAgent } from '../../src-main/agent/client.ts';
import type { CommandName } from '../../src-main/contract.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import { smallOrganisation } from '../aws/support/smallOrganisation.ts';
import { startKeyring, type Keyring } from '../support/keyring.ts';
import { isAlive, watchProcesses } from '../support/processes.ts';
import { command, createTestHome, type Ran, type TestHome } from '../support/testHome.ts';

const person = 'ada@example.com';
const admin = 'payments-prod.Admin';

let aws: Aws;
let keyring: Keyring;
let home: TestHome;

beforeAll(async () => {
  aws = await startAws({ organisations: [smallOrganisation()] });
  keyring = await startKeyring();
  const { DBUS_SESSION_BUS_ADDRESS } = keyring.environment;
  home = await createTestHome({
    aws,
    environment: { LATCHKEY_SECRETS: 'keychain', DBUS_SESSION_BUS_ADDRESS },
  });
  expect(await home.signIn(aws, person)).toMatchObject({ code: 0 });
  expect(await home.latchkey(['sync'])).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await home.dispose();
  await keyring.stop();
  await aws.close();
});

/** The computer was off for the night: no agent, nothing in memory, an hour's token that has ended. */
async function nextMorning(): Promise<void> {
  await nobodyRuns();
  const service = `latchkey:${readFileSync(join(home.home, 'home-id'), 'utf8').trim()}`;
  const account = 'sign-in:corp';
  const item = JSON.parse((await keyring.lookup(service, account)) ?? '') as Record<string, unknown>;
  await keyring.store({ service, account }, JSON.stringify({ ...item, expiresAt: Date.now() - 1000 }));
}

async function nobodyRuns(): Promise<void> {
  const pid = home.agentPid();
  await home.latchkey(['agent', 'stop']);
  await expect.poll(() => pid !== undefined && isAlive(pid)).toBe(false);
}

/** Every agent and browser that comes to be while `work` runs, and the calls that AWS answered. */
async function watching(work: () => Promise<readonly Ran[]>) {
  const processes = watchProcesses(home.folder);
  const since = aws.requests.length;
  const ran = await work();
  const seen = await processes.stop();
  const calls = aws.requests.slice(since).filter(({ status }) => status === 200);
  const named = seen.filter(({ commandLine }) => /\/agent\.\w+ /.test(commandLine));
  const ofAgents = new Set(named.map(({ pid }) => pid));
  // What an agent starts has its words until it has become what it is to be.
  const agents = new Set(named.filter(({ parent }) => !ofAgents.has(parent)).map(({ pid }) => pid));
  return {
    documents: new Set(ran.map(({ stdout }) => stdout)),
    failed: ran.filter(({ code, stderr }) => code !== 0 || stderr !== ''),
    calls: (operation: string) => calls.filter((call) => call.operation === operation).length,
    agents: agents.size,
    browsers: seen.filter(({ commandLine }) => /browser|xdg-open/.test(commandLine)).length,
  };
}

function times(count: number, run: (index: number) => Promise<Ran>): Promise<readonly Ran[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => run(index)));
}

describe('fifty terminals that ask for one profile at once, no agent running', () => {
  it.each([
    { name: 'with a good token', before: nobodyRuns, refreshes: 0 },
    { name: 'with a token that has ended over night', before: nextMorning, refreshes: 1 },
  ])('$name: one agent, one call for keys, one document for all', async ({ before, refreshes }) => {
    await before();
    const all = await watching(() => times(50, () => home.latchkey(['credentials', admin])));
    expect(all.failed).toEqual([]);
    expect(all.documents.size).toBe(1);
    expect(JSON.parse([...all.documents][0] ?? '')).toMatchObject({ Version: 1 });
    expect({
      agents: all.agents,
      keys: all.calls('GetRoleCredentials'),
      refreshes: all.calls('CreateToken'),
      codes: all.calls('StartDeviceAuthorization'),
      browsers: all.browsers,
    }).toEqual({ agents: 1, keys: 1, refreshes, codes: 0, browsers: 0 });
  });
});

it('ten terminals that ask for different profiles of one ended token renew it once', async () => {
  await nextMorning();
  const profiles = [admin, 'payments-prod.ReadOnly', '012345678901/ReadOnly'];
  const all = await watching(() =>
    times(10, (index) => home.latchkey(['credentials', profiles[index % 3]!])),
  );
  expect(all.failed).toEqual([]);
  expect([all.documents.size, all.calls('GetRoleCredentials'), all.calls('CreateToken')]).toEqual([3, 3, 1]);
});

describe('sixty-four different calls at one moment', () => {
  const calls: readonly (readonly [CommandName, object])[] = [
    ['status', {}],
    ['agentStatus', {}],
    ['getSettings', {}],
    ['listProfiles', {}],
    ['listProfiles', { words: 'pay adm' }],
    ['credentials', { profile: admin }],
    ['credentials', { profile: 'payments-prod.ReadOnly' }],
    ['credentials', { profile: '012345678901/ReadOnly' }],
  ];
  const paths = () => agentPaths(home.environment);
  const entry = join(dirname(command), 'agent.cjs');

  async function round(): Promise<readonly unknown[]> {
    const start = { entry, environment: home.environment, terminal: false };
    return Promise.all(
      Array.from({ length: 64 }, async (_, index) => {
        const [name, input] = calls[index % calls.length]!;
        return callAgent(paths(), name, input as never, { start });
      }),
    );
  }

  const handlesOf = (pid: number) => readdirSync(`/proc/${pid}/fd`).length;
  const memoryOf = (pid: number) =>
    Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]) / 1024;

  it('are all answered, also where nobody runs yet, and leave the agent as it was', async () => {
    await nobodyRuns();
    const since = aws.requests.length;
    expect(await round()).toHaveLength(64);
    // AWS may have refused some for their pace, which were asked again.
    const granted = aws.requests.slice(since).filter(({ status }) => status === 200);
    expect(granted.filter(({ operation }) => operation === 'GetRoleCredentials')).toHaveLength(3);
    const agent = home.agentPid() ?? 0;
    for (let times = 0; times < 10; times += 1) await round();
    const [handles, memory] = [handlesOf(agent), memoryOf(agent)];
    for (let times = 0; times < 10; times += 1) expect(await round()).toHaveLength(64);
    await expect.poll(() => handlesOf(agent)).toBeLessThanOrEqual(handles + 2);
    // Megabytes; 640 answers that were kept would be more.
    expect(memoryOf(agent) - memory).toBeLessThan(20);
    expect(home.agentPid()).toBe(agent);
  });
});

describe('a process profile', () => {
  let script: readonly [string, string];
  beforeAll(async () => {
    expect(await home.latchkey(['start', admin, '--delivery', 'process'])).toMatchObject({ code: 0 });
    const [, path = '', id = ''] =
      /credential_process = (\S+) (\S+)/.exec(home.read(home.config) ?? '') ?? [];
    script = [path, id];
  });

  it('twenty programs ask its credential script at once, no agent running: one agent, one call for keys', async () => {
    await nextMorning();
    const [path, id] = script;
    const all = await watching(() => times(20, () => home.run(path, [id])));
    expect(all.failed).toEqual([]);
    expect(all.documents.size).toBe(1);
    expect([all.agents, all.calls('GetRoleCredentials'), all.calls('CreateToken')]).toEqual([1, 1, 1]);
  });

  it('two hundred programs ask at once: all are answered, by one call for keys', async () => {
    await nobodyRuns();
    await home.latchkey(['status']);
    const [path, id] = script;
    const since = aws.requests.length;
    const all = await times(200, () => home.run(path, [id]));
    expect(all.filter(({ code, stderr }) => code !== 0 || stderr !== '')).toEqual([]);
    expect(new Set(all.map(({ stdout }) => stdout)).size).toBe(1);
    const calls = aws.requests.slice(since).filter(({ operation }) => operation === 'GetRoleCredentials');
    expect(calls).toHaveLength(1);
  });

  const installed = [
    '/usr/bin/aws',
    ...(process.env['PATH'] ?? '').split(':').map((folder) => join(folder, 'aws')),
  ];
  const clients = [...new Set(installed)].filter((path) => existsSync(path));
  if (clients.length === 0)
    process.stderr.write('Not run: there is no AWS CLI here (apt-get install awscli).\n');

  it.each(clients)('%s reads it, no agent running; it returns, and the agent lives on', async (program) => {
    await nobodyRuns();
    const began = Date.now();
    const { code, stdout, stderr } = await home.run(
      program,
      [
        'sts',
        'get-caller-identity',
        '--profile',
        admin,
        '--output',
        'json',
        '--endpoint-url',
        aws.endpoints.sts,
      ],
      { environment: { AWS_EC2_METADATA_DISABLED: 'true' } },
    );
    const seconds = (Date.now() - began) / 1000;
    process.stdout.write(
      `${program} through a process profile, agent started on the way: ${seconds.toFixed(1)} s\n`,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      Arn: expect.stringContaining('AWSReservedSSO_Admin_') as string,
    });
    expect(isAlive(home.agentPid() ?? 0)).toBe(true);
    // A client that waited for the agent's end would wait for its idle time, half an hour.
    expect(seconds).toBeLessThan(60);
  });
});

describe('an agent that was killed', () => {
  const mine = '[default]\naws_access_key_id = EXAMPLE\naws_secret_access_key = EXAMPLE\n# mine, no newline';

  /** Keys in the file of an agent that is dead by now; an hour has passed, as their marker says it. */
  async function leavesExpiredKeys(): Promise<string> {
    mkdirSync(dirname(home.credentials), { recursive: true });
    writeFileSync(home.credentials, mine, { mode: 0o600 });
    expect(await home.latchkey(['start', admin, '--delivery', 'keys'])).toMatchObject({ code: 0 });
    const agent = home.agentPid() ?? 0;
    process.kill(agent, 'SIGKILL');
    await expect.poll(() => isAlive(agent)).toBe(false);
    const now = home.read(home.credentials) ?? '';
    const past = new Date(Date.now() - 60_000).toISOString();
    writeFileSync(home.credentials, now.replace(/(?<=^# latchkey keys .*ends=)\S+/m, past), 'latin1');
    return /aws_access_key_id = (ASIA\w+)/.exec(now)?.[1] ?? 'none';
  }

  const file = () => home.read(home.credentials) ?? '';

  it('leaves keys that the next one renews, while their delivery lasts', async () => {
    const old = await leavesExpiredKeys();
    expect(file()).toContain(old);
    await home.latchkey(['status']);
    await expect.poll(file).not.toContain(old);
    await expect.poll(file).toMatch(/aws_access_key_id = ASIA/);
    await home.latchkey(['stop', '--all']);
    expect(file()).toBe(mine);
  });

  it('leaves keys that the next one takes out where it cannot renew them, and nothing of the person', async () => {
    const old = await leavesExpiredKeys();
    await keyring.lock();
    await home.latchkey(['status']);
    await expect.poll(file).not.toContain(old);
    expect(file()).toBe(mine);
    await keyring.unlock();
    expect((await home.json(['status'])).value).toMatchObject({ signIns: [{ state: 'signed-in' }] });
  });
});
