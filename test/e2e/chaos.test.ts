/** Two hundred times kill -9: of the agent, of the application, of the commands that ask them, at any moment. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { agentPaths } from '../../src-main/agent/agentPaths.ts';
import { callAgent } from '../../src-main/agent/client.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import { smallOrganisation } from '../aws/support/smallOrganisation.ts';
import { applicationRuntime } from '../support/applicationRuntime.ts';
import { startBotocore, type Botocore } from '../support/botocore.ts';
import { startDisplay, type Display } from '../support/display.ts';
import { startKeyring, type Keyring } from '../support/keyring.ts';
import { environmentOf, isAlive } from '../support/processes.ts';
import { processTree } from '../support/processTree.ts';
import { approveOnce, command, createTestHome, type TestHome } from '../support/testHome.ts';

const kills = { all: 200, application: 12 };
const person = 'ada@example.com';
const admin = 'payments-prod.Admin';
const readOnly = 'payments-prod.ReadOnly';
const root = join(import.meta.dirname, '../..');

const seed = Number(process.env['LATCHKEY_TEST_SEED'] ?? 20261122) || Date.now() % 2 ** 31;

/** A person's own, without a last newline. */
const mine = {
  credentials: '[default]\naws_access_key_id = EXAMPLE\naws_secret_access_key = EXAMPLE\n# no newline',
  config: '[profile mine]\nregion = eu-west-1',
};

let aws: Aws;
let keyring: Keyring;
let display: Display;
let botocore: Botocore;

beforeAll(async () => {
  [aws, keyring, display, botocore] = await Promise.all([
    startAws({ organisations: [smallOrganisation()] }),
    startKeyring(),
    startDisplay(),
    startBotocore(),
  ]);
});
afterAll(async () => {
  await Promise.all([aws.close(), keyring.stop(), display.stop(), botocore.close()]);
});

/** Numbers from 0 to 1, the same for the same seed. */
function dice(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a person or a program does, one after the other or half of it. */
const flows: readonly (readonly string[])[] = [
  ['start', admin, '--delivery', 'keys'],
  ['start', readOnly, '--delivery', 'keys'],
  ['start', readOnly, '--delivery', 'process'],
  ['env', admin, '--shell', 'bash'],
  ['credentials', readOnly],
  ['exec', admin, '--', '/bin/true'],
  ['stop', '--all'],
  ['lock'],
  ['sync'],
  ['status'],
  ['login', '--no-browser'],
];

interface Lane {
  readonly home: TestHome;
  readonly random: () => number;
  readonly counted: { agent: number; application: number; client: number };
}

async function openLane(number: number): Promise<Lane> {
  const { DBUS_SESSION_BUS_ADDRESS } = keyring.environment;
  const home = await createTestHome({
    aws,
    environment: { LATCHKEY_SECRETS: 'keychain', DBUS_SESSION_BUS_ADDRESS },
  });
  onTestFinished(() => home.dispose());
  mkdirSync(dirname(home.credentials), { recursive: true });
  writeFileSync(home.credentials, mine.credentials, { mode: 0o600 });
  writeFileSync(home.config, mine.config, { mode: 0o600 });
  expect(await home.signIn(aws, person)).toMatchObject({ code: 0 });
  expect(await home.latchkey(['sync'])).toMatchObject({ code: 0 });
  return { home, random: dice(seed + number), counted: { agent: 0, application: 0, client: 0 } };
}

function startFlow({ home, random }: Lane): {
  readonly child: ChildProcess;
  readonly closed: Promise<unknown>;
} {
  const flow = flows[Math.floor(random() * flows.length)] ?? [];
  const child = spawn(process.execPath, [command, ...flow], {
    env: home.environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  const approve = approveOnce(aws, person);
  child.stderr.on('data', (text: Buffer) => {
    said += text.toString();
    approve(said);
  });
  return { child, closed: once(child, 'close') };
}

function kill(pid: number | undefined): boolean {
  if (pid === undefined || !isAlive(pid)) return false;
  process.kill(pid, 'SIGKILL');
  return true;
}

/** An hour passes for the keys in the file, as their markers say it; only while nobody writes there. */
function letKeysExpire({ home }: Lane): void {
  const past = new Date(Date.now() - 60_000).toISOString();
  const text = readFileSync(home.credentials, 'latin1');
  writeFileSync(home.credentials, text.replace(/(?<=^# latchkey keys .*ends=)\S+/gm, past), 'latin1');
}

/** One command, and a kill -9 of it, of the agent or of both while it is at work. */
async function killAround(lane: Lane): Promise<void> {
  const { home, random, counted } = lane;
  const victims = random();
  const delay = random() * 250;
  const { child, closed } = startFlow(lane);
  await pause(delay);
  const agent = home.agentPid();
  if (victims < 0.5 && kill(agent)) counted.agent += 1;
  if (victims > 0.2 && kill(child.pid)) counted.client += 1;
  await closed;
  const ended = agent === undefined || !isAlive(agent);
  if (ended && home.agentPid() === undefined && random() < 0.4) letKeysExpire(lane);
}

/** The next call is right, and so are the files and who owns the home. */
async function check({ home, random }: Lane): Promise<void> {
  const start = {
    entry: join(dirname(command), 'agent.cjs'),
    environment: home.environment,
    terminal: false,
  };
  const [profile, roleName] = random() < 0.5 ? [admin, 'Admin'] : [readOnly, 'ReadOnly'];
  const keys = await callAgent(agentPaths(home.environment), 'credentials', { profile }, { start });
  expect(keys).toMatchObject({ profileName: profile, roleName });
  expect(Date.parse(keys.expiration)).toBeGreaterThan(Date.now());
  expect(aws.requests.findLast(({ answer }) => answer?.includes(keys.accessKeyId) === true)).toBeDefined();
  const reading = await botocore.readFiles({ config: home.config, credentials: home.credentials });
  expect(reading).toMatchObject({
    credentials: { default: { aws_access_key_id: 'EXAMPLE' } },
    config: { mine: { region: 'eu-west-1' } },
  });
  expect(home.read(home.credentials)?.startsWith(mine.credentials)).toBe(true);
  await expect.poll(() => expiredIn(home.read(home.credentials) ?? '')).toEqual([]);
  // One that lost the race for the home may be on its way out; one that was displaced would look after five seconds.
  await expect.poll(() => agentsOf(home), { timeout: 4_000 }).toEqual([home.agentPid()]);
}

function expiredIn(text: string): readonly string[] {
  const ends = [...text.matchAll(/^# latchkey keys .*ends=(\S+)/gm)].map(([, end = '']) => end);
  return ends.filter((end) => Date.parse(end) <= Date.now());
}

function processesOf({ folder }: TestHome, isMeant: (pid: number) => boolean): readonly number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && isMeant(pid) && environmentOf(pid).get('HOME') === folder && isAlive(pid));
}

/** Headless agents, not the shells that become them. */
function agentsOf(home: TestHome): readonly number[] {
  return processesOf(home, (pid) => {
    const words = readCommandLine(pid);
    return words.some((word) => word.endsWith('/agent.cjs')) && !words.includes('latchkey');
  });
}

function readCommandLine(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0');
  } catch {
    return [];
  }
}

async function commandsAlone(lane: Lane, isEnough: () => boolean): Promise<void> {
  while (!isEnough()) {
    await killAround(lane);
    await check(lane);
  }
}

/** The application is opened, and killed while it starts or while it owns the home. */
async function applicationBeside(lane: Lane): Promise<void> {
  const { home, random, counted } = lane;
  const { executable, flags } = await applicationRuntime();
  while (counted.application < kills.application) {
    const env = { ...home.environment, DISPLAY: display.name };
    const { pid = 0 } = spawn(executable, [...flags, root], { env, stdio: 'ignore' });
    if (random() < 0.6) await expect.poll(() => home.agentPid()).toBe(pid);
    const { closed } = startFlow(lane);
    await pause(random() * 600);
    const all = processTree(pid);
    if (kill(pid)) counted.application += 1;
    await expect.poll(() => all.filter(isAlive)).toEqual([]);
    await closed;
    if (home.agentPid() === undefined && random() < 0.4) letKeysExpire(lane);
    await check(lane);
  }
}

/** Nothing of us is left: no process, no draft, nothing in the person's files. */
async function closeLane({ home }: Lane): Promise<void> {
  expect(await home.latchkey(['stop', '--all'])).toMatchObject({ code: 0 });
  expect(home.read(home.credentials)).toBe(mine.credentials);
  expect(home.read(home.config)).toBe(mine.config);
  const left = [dirname(home.credentials), home.home, join(home.home, 'state')].flatMap((folder) =>
    readdirSync(folder).filter((name) => /latchkey-(?:temp|lock)|\.tmp-|\.damaged/.test(name)),
  );
  expect(left).toEqual([]);
  expect(readdirSync(agentPaths(home.environment).socketFolder)).toHaveLength(1);
  await home.latchkey(['agent', 'stop']);
  await expect.poll(() => processesOf(home, () => true)).toEqual([]);
}

it(
  'two hundred kills leave one owner, whole files and a right answer to the next call',
  { timeout: 120_000 },
  async () => {
    const began = Date.now();
    const lanes = await Promise.all([0, 1, 2].map(openLane));
    const [first, second, third] = lanes as [Lane, Lane, Lane];
    const sum = (who: keyof Lane['counted']) => lanes.reduce((total, { counted }) => total + counted[who], 0);
    const isEnough = () => sum('agent') + sum('application') + sum('client') >= kills.all;
    const work = [
      commandsAlone(first, isEnough),
      commandsAlone(second, isEnough),
      applicationBeside(third).then(() => commandsAlone(third, isEnough)),
    ];
    const faults = (await Promise.allSettled(work)).flatMap((one) =>
      one.status === 'rejected' ? [one.reason as unknown] : [],
    );
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    process.stdout.write(
      `chaos: seed ${seed}, killed ${sum('agent')} agents, ${sum('application')} applications, ${sum('client')} commands in ${seconds} s\n`,
    );
    expect(faults).toEqual([]);
    expect(isEnough()).toBe(true);
    await Promise.all(lanes.map(closeLane));
  },
);
