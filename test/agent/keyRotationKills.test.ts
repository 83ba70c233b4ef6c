import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAwsClients } from '../../src-main/adapters/awsClients.ts';
import { createAwsIam } from '../../src-main/adapters/awsIam.ts';
import { createAwsSts } from '../../src-main/adapters/awsSts.ts';
import { createPassphraseFile } from '../../src-main/adapters/passphraseFile.ts';
import { AppError } from '../../src-main/core/errors.ts';
import type { IamRequest, SigningKeys } from '../../src-main/core/ports.ts';
import { iamUser, type IamUser } from '../../src-main/core/roles/iamUser.ts';
import { createIamUserKeys, type LongTermKeys } from '../../src-main/core/roles/iamUserKeys.ts';
import { createKeyRotation } from '../../src-main/core/roles/keyRotation.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import { account, smallOrganisation } from '../aws/support/smallOrganisation.ts';
import { bundleScript, type Script } from '../support/bundleScript.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { cheapScrypt } from './support/cheapScrypt.ts';
import type { RotatorAnswer, RotatorStep, RotatorTask } from './support/keyRotator.ts';

const kills = 200;
const region = 'eu-west-1';
const passphrase = 'correct horse battery';
const names = Array.from({ length: kills + 1 }, (_, number) => `user${number}`);

let aws: Aws;
let folder: string;
let script: Script;
let clients: { readonly iam: ReturnType<typeof createAwsIam>; readonly sts: ReturnType<typeof createAwsSts> };

beforeAll(async () => {
  cheapScrypt();
  folder = await temporaryFolder({ inMemory: true });
  script = await bundleScript(join(import.meta.dirname, 'support/keyRotator.ts'));
  aws = await startAws({
    organisations: [smallOrganisation({ users: names.map((name) => ({ accountId: account, name })) })],
    // A new key is unknown to STS for a while, so that the proof has to be patient.
    behaviour: { iamDelayMs: 900 },
  });
  const network = { proxy: null, noProxy: null, caBundle: null, endpoints: aws.endpoints };
  const sdk = createAwsClients(() => network);
  clients = { iam: createAwsIam(sdk), sts: createAwsSts(sdk) };
}, 60_000);
afterAll(async () => {
  await Promise.all([aws.close(), script.remove(), rm(folder, { recursive: true })]);
});

/** AWS's time passes at once, on both sides. */
const clock = {
  now: () => aws.clock.now(),
  sleep: async (milliseconds: number) => {
    aws.clock.advance(milliseconds);
  },
};

/** Kills the program around its step number `step`; `sooner` is before AWS or the store does it. */
interface KillPoint {
  readonly step: number;
  readonly sooner: boolean;
  /** Milliseconds after the answer, for moments between two steps. */
  readonly after: number;
}

function startRotator(): Promise<ChildProcess> {
  const child = fork(script.path, [], {
    execArgv: [],
    env: {},
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return once(child, 'message').then(() => child);
}

async function doStep({ name, argument }: RotatorStep): Promise<RotatorAnswer> {
  const [first, second] = argument instanceof Array ? (argument as readonly unknown[]) : [argument];
  const request = first as IamRequest & { readonly keyId: string };
  try {
    switch (name) {
      case 'listAccessKeys':
        return { value: await clients.iam.listAccessKeys(request) };
      case 'createAccessKey':
        return { value: await clients.iam.createAccessKey(request) };
      case 'deactivateAccessKey':
        await clients.iam.deactivateAccessKey(request);
        return {};
      case 'getCallerIdentity':
        return { value: await clients.sts.getCallerIdentity(first as SigningKeys, second as string) };
      case 'sleep':
        await clock.sleep(first as number);
        return {};
      default:
        return {};
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message, refusal, retry } = error;
    return { error: { code, message, refusal, retry } };
  }
}

interface Course {
  readonly steps: readonly RotatorStep[];
  /** What the settings name: the caller writes them when a rotation has ended. */
  readonly keyId: string;
}

/** Runs the program until it is killed or has done everything. */
async function runRotator(child: ChildProcess, task: RotatorTask, kill?: KillPoint): Promise<Course> {
  const steps: RotatorStep[] = [];
  let { keyId } = task.user;
  const closed = once(child, 'close');
  child.send(task);
  for (;;) {
    const [step] = (await once(child, 'message')) as [RotatorStep];
    steps.push(step);
    if (step.name === 'failed') throw new Error(String(step.argument));
    const due = steps.length === kill?.step;
    if (due && kill.sooner) break;
    const answer = await doStep(step);
    if (step.name === 'rotated') keyId = String(step.argument);
    if (step.name === 'done') break;
    if (due && kill.after === 0) break;
    child.send(answer);
    if (!due) continue;
    await wait(kill.after);
    break;
  }
  child.kill('SIGKILL');
  await closed;
  return { steps, keyId };
}

/** A store of this process on the same file. Only while no program runs: opening sweeps what a killed one left. */
async function openKeys(path: string) {
  const secrets = createPassphraseFile(path);
  expect(await secrets.unlock(passphrase)).toEqual({ state: 'ready' });
  return createIamUserKeys({ secrets });
}

async function newUser(path: string, name: string): Promise<IamUser> {
  const { accessKeyId, secretAccessKey } = aws.accessKeyOf(name);
  const current = { accessKeyId, secretAccessKey };
  const keys = await openKeys(path);
  await keys.store(name, { current, next: null, former: null, rotationBegan: null });
  return iamUser.parse({ name, arn: `arn:aws:iam::${account}:user/${name}`, keyId: accessKeyId, region });
}

const arnOf = async (key: SigningKeys): Promise<string> =>
  (await clients.sts.getCallerIdentity(key, region)).arn;

/** Ends what was begun, as a person would after the next start of Latchkey. */
async function resume(path: string, user: IamUser, course: Course): Promise<'ended' | 'lost'> {
  const keys = await openKeys(path);
  const rotation = createKeyRotation({ keys, clock, ...clients });
  const request = {
    iamCredentials: async (current: SigningKeys) => current,
    signal: new AbortController().signal,
  };
  const before = await keys.read(user.name);
  let { keyId } = course;
  if (keyId === user.keyId) {
    try {
      ({ keyId } = await rotation.rotate({ ...request, user }));
    } catch (error) {
      expectAfterCreation(course);
      await expectLostKey(user, before, error as AppError);
      return 'lost';
    }
  }
  if ((await rotation.status(user.name)).state === 'former-active')
    await rotation.deactivateFormer({ ...request, user: { ...user, keyId } });
  const { current, ...rest } = await keys.read(user.name);
  expect(current.accessKeyId).toBe(keyId);
  expect(rest).toEqual({ next: null, former: null, rotationBegan: null });
  const listed = await clients.iam.listAccessKeys({ credentials: current, region, userName: user.name });
  expect(listed.map(({ keyId: id, active }) => [id, active])).toEqual([
    [user.keyId, false],
    [keyId, true],
  ]);
  return 'ended';
}

/** The one thing that a kill may cost: a key whose secret AWS showed to a process that is gone. */
async function expectLostKey(user: IamUser, { current, next }: LongTermKeys, error: AppError): Promise<void> {
  const request = { credentials: current, region, userName: user.name };
  const other = (await clients.iam.listAccessKeys(request)).find(
    ({ keyId }) => keyId !== current.accessKeyId,
  );
  expect(next).toBeNull();
  expect(error.message).toBe(
    `${other?.keyId} was made when a rotation of “${user.name}” broke off, so its secret, which AWS shows once, is lost.`,
  );
  expect(error.hint).toContain(`Delete ${other?.keyId} in IAM`);
}

/** Between AWS's answer and the store: nowhere else is a key lost. */
function expectAfterCreation({ steps }: Course): void {
  const sequence = steps.map(({ name }) => name);
  const creation = sequence.indexOf('createAccessKey');
  expect(sequence.slice(creation)).toEqual(['createAccessKey', 'write'].slice(0, sequence.length - creation));
}

/** Around every step in turn, then at any moment after one. */
function planOf(stepCount: number): readonly KillPoint[] {
  const around = Array.from({ length: stepCount }, (_, index) => [
    { step: index + 1, sooner: true, after: 0 },
    { step: index + 1, sooner: false, after: 0 },
  ]).flat();
  return Array.from({ length: kills }, (_, index) =>
    index < 2 * around.length
      ? around[index % around.length]!
      : { step: 1 + (index % (stepCount - 1)), sooner: false, after: Math.random() * 3 },
  );
}

test('two hundred rotations are killed at each of their steps: the stored key in use works every time', async () => {
  const path = join(folder, 'secrets');
  await createPassphraseFile(path).unlock(passphrase);
  let spare = startRotator();
  const whole = await runRotator(await spare, { path, passphrase, user: await newUser(path, 'user0') });
  expect(whole.steps.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['createAccessKey', 'sleep', 'written', 'rotated', 'deactivateAccessKey', 'done']),
  );

  const outcomes = { ended: 0, lost: 0 };
  spare = startRotator();
  for (const [index, kill] of planOf(whole.steps.length).entries()) {
    // The SDK signs by real time, and AWS takes no signature that is 15 minutes off.
    aws.clock.set(Date.now());
    const child = await spare;
    spare = startRotator();
    const user = await newUser(path, names[index + 1]!);
    const course = await runRotator(child, { path, passphrase, user }, kill);
    const kept = await (await openKeys(path)).read(user.name);
    expect(await arnOf(kept.current), JSON.stringify(kill)).toBe(user.arn);
    outcomes[await resume(path, user, course)] += 1;
  }
  (await spare).kill('SIGKILL');

  const refused = aws.requests.filter(
    ({ operation, status }) => operation === 'CreateAccessKey' && status !== 200,
  );
  expect(refused).toEqual([]);
  expect(outcomes.lost).toBeGreaterThan(0);
}, 300_000);
