import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAwsClients } from '../../../src-main/adapters/awsClients.ts';
import { createAwsIam } from '../../../src-main/adapters/awsIam.ts';
import { createAwsSts } from '../../../src-main/adapters/awsSts.ts';
import { createMemorySecrets } from '../../../src-main/adapters/memorySecrets.ts';
import type { AppError } from '../../../src-main/core/errors.ts';
import type { Iam, IamRequest, SigningKeys, Sts } from '../../../src-main/core/ports.ts';
import { iamUser, type IamUser } from '../../../src-main/core/roles/iamUser.ts';
import {
  createIamUserKeys,
  type LongTermKey,
  type LongTermKeys,
} from '../../../src-main/core/roles/iamUserKeys.ts';
import { createKeyRotation, type KeyRotationPorts } from '../../../src-main/core/roles/keyRotation.ts';
import { startAws, type Aws } from '../../aws/standIn.ts';
import { account, mfaSeed, mfaSerial, smallOrganisation } from '../../aws/support/smallOrganisation.ts';

const region = 'eu-west-1';
const minute = 60_000;
const owned = { accountId: account };

let aws: Aws;
let iam: Iam;
let sts: Sts;
let secrets: ReturnType<typeof createMemorySecrets>;
let user: IamUser;
let first: LongTermKey;
let slept: number;

beforeEach(async () => {
  const mfa = { serial: mfaSerial, seed: mfaSeed };
  const users = [
    { ...owned, name: 'ada', path: '/people/' },
    { ...owned, name: 'careful', selfService: true, mfa },
    { ...owned, name: 'barred', denied: ['iam:CreateAccessKey'] },
  ];
  aws = await startAws({ organisations: [smallOrganisation({ users })] });
  const network = { proxy: null, noProxy: null, caBundle: null, endpoints: aws.endpoints };
  const clients = createAwsClients(() => network);
  [iam, sts] = [createAwsIam(clients), createAwsSts(clients)];
  secrets = createMemorySecrets();
  slept = 0;
  await addUser('ada', '/people/');
});
afterEach(async () => {
  expect(aws.unknownCalls).toEqual([]);
  await aws.close();
});

/** Waits by AWS's clock, which the wait moves on. */
const clock = {
  now: () => aws.clock.now(),
  sleep: async (milliseconds: number) => {
    slept += milliseconds;
    aws.clock.advance(milliseconds);
  },
};

function keyOf({ accessKeyId, secretAccessKey }: LongTermKey): LongTermKey {
  return { accessKeyId, secretAccessKey };
}

async function addUser(name: string, path = '/'): Promise<void> {
  first = keyOf(aws.accessKeyOf(name));
  const arn = `arn:aws:iam::${account}:user${path}${name}`;
  user = iamUser.parse({ name, arn, keyId: first.accessKeyId, region });
  await keep({});
}

const keys = () => createIamUserKeys({ secrets });
const keep = (change: Partial<LongTermKeys>) =>
  keys().store(user.name, { current: first, next: null, former: null, rotationBegan: null, ...change });
const kept = () => keys().read(user.name);

type Request = Parameters<ReturnType<typeof createKeyRotation>['rotate']>[0];
const { signal } = new AbortController();
const plainKeys: Request['iamCredentials'] = async (current) => current;
const request = (change: Partial<Request> = {}): Request => ({
  ...{ user, iamCredentials: plainKeys, signal },
  ...change,
});

const rotationWith = (ports: Partial<KeyRotationPorts> = {}) =>
  createKeyRotation({ keys: keys(), iam, sts, clock, ...ports });
const rotate = (ports: Partial<KeyRotationPorts> = {}, change: Partial<Request> = {}) =>
  rotationWith(ports).rotate(request(change));
const refusalOf = (answer: Promise<unknown>): Promise<AppError> =>
  answer.then(
    () => expect.fail('it was not refused'),
    (error: unknown) => error as AppError,
  );

/** As IAM shows it to the user: key ids and whether they are active. */
async function listed(): Promise<Readonly<Record<string, boolean>>> {
  const rows = await iam.listAccessKeys(asked());
  return Object.fromEntries(rows.map(({ keyId, active }) => [keyId, active]));
}
const asked = (): IamRequest => ({ credentials: first, region, userName: user.name });

async function whoIs(key: SigningKeys): Promise<string> {
  return (await sts.getCallerIdentity(key, region)).arn;
}

describe('a rotation', () => {
  test('makes a key, proves it and leaves the former one active', async () => {
    const { keyId, former } = await rotate();
    expect(former).toBe(first.accessKeyId);
    expect(await kept()).toMatchObject({ current: { accessKeyId: keyId }, next: null, former });
    expect(await whoIs((await kept()).current)).toBe(user.arn);
    expect(await listed()).toEqual({ [keyId]: true, [former]: true });
    expect(await rotationWith().status('ada')).toEqual({ state: 'former-active', keyId: former });
  });

  test('stores the new key before anything uses it', async () => {
    const seen: unknown[] = [];
    const watched: Sts = {
      ...sts,
      async getCallerIdentity(credentials, place) {
        const { current, next } = await kept();
        seen.push([current.accessKeyId, next?.accessKeyId === credentials.accessKeyId]);
        return sts.getCallerIdentity(credentials, place);
      },
    };
    await rotate({ sts: watched });
    expect(seen).toEqual([[first.accessKeyId, true]]);
  });

  test('is patient while AWS does not know the new key yet', async () => {
    aws.behaviour.iamDelayMs = 25_000;
    const { keyId } = await rotate();
    expect(await kept()).toMatchObject({ current: { accessKeyId: keyId }, former: first.accessKeyId });
    expect(slept).toBeLessThan(40_000);
  });

  test('stops after a minute, with the old key in use, and goes on with the new one later', async () => {
    aws.behaviour.iamDelayMs = 2 * minute;
    const error = await refusalOf(rotate());
    const { current, next } = await kept();
    expect(error).toMatchObject({ code: 'aws-failed', retry: 'later' });
    expect(error.message).toBe(`AWS does not take the new key ${next?.accessKeyId} yet.`);
    expect(slept).toBeGreaterThan(45_000);
    expect(slept).toBeLessThanOrEqual(minute);
    expect(current).toEqual(first);
    const status = { state: 'unproved', keyId: next?.accessKeyId };
    expect(await rotationWith().status('ada')).toEqual(status);
    aws.clock.advance(2 * minute);
    expect(await rotate()).toEqual({ keyId: next?.accessKeyId, former: first.accessKeyId });
    expect(aws.calls('CreateAccessKey')).toBe(1);
  });

  test('that ended in the store but not in the settings is told again, with no key made', async () => {
    const rotation = await rotate();
    expect(await rotate()).toEqual(rotation);
    expect(aws.calls('CreateAccessKey')).toBe(1);
  });

  test('is refused while another of the same user is under way', async () => {
    const rotation = rotationWith();
    const running = rotation.rotate(request());
    await expect(rotation.rotate(request())).rejects.toMatchObject({ code: 'bad-input' });
    await expect(rotation.deactivateFormer(request())).rejects.toMatchObject({ code: 'bad-input' });
    await running;
    expect(aws.calls('CreateAccessKey')).toBe(1);
  });

  test('never uses a new key of somebody else', async () => {
    await keep({ next: keyOf(aws.accessKeyOf('barred')) });
    const error = await refusalOf(rotate());
    expect(error.code).toBe('identity-mismatch');
    expect(error.message).toContain(`arn:aws:iam::${account}:user/barred`);
    expect(await kept()).toMatchObject({ current: first });
  });

  test('makes no key for a user who is not the one of the key', async () => {
    user = { ...user, arn: `arn:aws:iam::${account}:user/careful` };
    const error = await refusalOf(rotate());
    expect(error.message).toBe(`IAM does not list ${first.accessKeyId}, the key in use, for “ada”.`);
    expect(aws.calls('CreateAccessKey')).toBe(0);
  });
});

describe('the limit of two keys', () => {
  test('is explained with both ids, and no third key is asked for', async () => {
    const second = aws.accessKeyOf('ada').accessKeyId;
    const error = await refusalOf(rotate());
    const today = new Date(aws.clock.now()).toISOString().slice(0, 10);
    expect(error.code).toBe('bad-input');
    expect(error.message).toBe(
      `“ada” has two keys, which is all that AWS allows: ${first.accessKeyId} is in use here, and ${second} (active) was made on ${today}.`,
    );
    expect(error.hint).toContain(`deactivate and delete it in IAM`);
    expect(aws.calls('CreateAccessKey')).toBe(0);
  });

  test('that AWS itself names is explained the same way', async () => {
    const second = aws.accessKeyOf('ada').accessKeyId;
    let lists = 0;
    const late: Iam = {
      ...iam,
      // The second key shows only later, as IAM's listing may be behind.
      async listAccessKeys(...call) {
        const rows = await iam.listAccessKeys(...call);
        lists += 1;
        return lists === 1 ? rows.filter(({ keyId }) => keyId !== second) : rows;
      },
    };
    const error = await refusalOf(rotate({ iam: late }));
    expect(error.message).toContain(second);
    expect(await kept()).toMatchObject({ current: first, next: null });
    const alwaysLate: Iam = {
      ...iam,
      listAccessKeys: async () => (await iam.listAccessKeys(asked())).slice(0, 1),
    };
    expect((await refusalOf(rotate({ iam: alwaysLate }))).refusal?.code).toBe('LimitExceeded');
  });

  test('counts a key that a broken-off rotation lost, which is named as such', async () => {
    aws.faults.next('CreateAccessKey', 'lost-answer');
    await expect(rotate()).rejects.toMatchObject({ code: 'offline' });
    const error = await refusalOf(rotate());
    const [lost] = Object.keys(await listed()).filter((id) => id !== first.accessKeyId);
    expect(error.message).toContain(`${lost} was made when a rotation of “ada” broke off`);
    expect(error.hint).toContain(`Delete ${lost} in IAM`);
    expect(error.hint).toContain(`${first.accessKeyId} stays in use`);
    expect(await whoIs((await kept()).current)).toBe(user.arn);
    expect(aws.calls('CreateAccessKey')).toBe(1);
  });

  test('does not take a key that was made at another time for a lost one', async () => {
    aws.accessKeyOf('ada');
    await keep({ rotationBegan: clock.now() - 60 * minute });
    expect((await refusalOf(rotate())).message).toContain('has two keys');
  });
});

describe('the new key', () => {
  test('is stored even if the store is locked for a moment and the person gives up', async () => {
    const abort = new AbortController();
    const { write } = secrets;
    let writes = 0;
    secrets.write = async (item, value) => {
      writes += 1;
      if (writes === 2) abort.abort(new Error('given up'));
      return writes === 2 || writes === 3 ? { state: 'locked' } : write(item, value);
    };
    await rotate({}, { signal: abort.signal }).catch(() => undefined);
    const { next, current } = await kept();
    expect(current).toEqual(first);
    expect(Object.keys(await listed())).toContain(next?.accessKeyId);
  });

  test('that cannot be stored is named as lost, and its secret stands nowhere', async () => {
    const { write } = secrets;
    let writes = 0;
    secrets.write = async (item, value) => {
      writes += 1;
      return writes > 1 ? { state: 'locked' } : write(item, value);
    };
    let made = '';
    const watched: Iam = {
      ...iam,
      async createAccessKey(...call) {
        const key = await iam.createAccessKey(...call);
        made = key.secretAccessKey;
        return key;
      },
    };
    const error = await refusalOf(rotate({ iam: watched }));
    const [lost] = Object.keys(await listed()).filter((id) => id !== first.accessKeyId);
    expect(error).toMatchObject({ code: 'secrets-locked', hint: expect.stringContaining(lost!) as string });
    expect(JSON.stringify([error.message, error.hint, error.details, String(error.cause)])).not.toContain(
      made,
    );
  });

  test('is not made while the store takes no writes', async () => {
    secrets.write = async () => ({ state: 'locked' });
    await expect(rotate()).rejects.toMatchObject({ code: 'secrets-locked' });
    expect(aws.calls('CreateAccessKey')).toBe(0);
  });

  test('that a person deleted in IAM meanwhile is forgotten, and the next rotation makes another', async () => {
    await keep({ next: keyOf({ ...first, accessKeyId: 'AKIAQAAAAAAAGMKEM7X5' }) });
    const error = await refusalOf(rotate());
    expect(error.message).toBe('The new key AKIAQAAAAAAAGMKEM7X5 was deleted in IAM before it was in use.');
    expect((await rotate()).former).toBe(first.accessKeyId);
  });

  test('that a person made inactive in IAM is kept', async () => {
    const next = keyOf(aws.accessKeyOf('ada'));
    await keep({ next });
    await iam.deactivateAccessKey({ ...asked(), keyId: next.accessKeyId });
    expect((await refusalOf(rotate())).message).toBe(
      `The new key ${next.accessKeyId} was made inactive in IAM.`,
    );
    expect(await kept()).toMatchObject({ current: first, next });
  });
});

describe('who may rotate', () => {
  test('is said where the self-service policy demands MFA', async () => {
    await addUser('careful');
    const error = await refusalOf(rotate());
    expect(error).toMatchObject({ code: 'denied', refusal: { code: 'AccessDenied' } });
    expect(error.message).toBe('AWS does not let “careful” do this: iam:ListAccessKeys was denied.');
    expect(error.hint).toContain('MFA');
  });

  test('can be a session that began with an MFA code, which IAM takes with the user’s name', async () => {
    await addUser('careful');
    const mfa = { serial: mfaSerial, code: aws.mfaCodeOf('careful') };
    const call = { region, durationSeconds: 900, credentials: first, mfa };
    const { credentials: session } = await sts.getSessionToken(call);
    const { keyId } = await rotate({}, { iamCredentials: async () => session });
    expect(await kept()).toMatchObject({ current: { accessKeyId: keyId } });
  });

  test('can be no session without an MFA code', async () => {
    const call = { region, durationSeconds: 900, credentials: first, mfa: null };
    const { credentials: session } = await sts.getSessionToken(call);
    const error = await refusalOf(rotate({}, { iamCredentials: async () => session }));
    expect(error.message).toBe('IAM takes no session that began without an MFA code.');
    expect(slept).toBe(0);
  });

  test('is said where making keys is not allowed, and no key is taken for lost later', async () => {
    await addUser('barred');
    const error = await refusalOf(rotate());
    expect(error.message).toBe('AWS does not let “barred” do this: iam:CreateAccessKey was denied.');
    expect(await kept()).toMatchObject({ current: first, rotationBegan: null });
  });
});

describe('deactivating the former key', () => {
  test('makes it inactive, deletes nothing, and leaves the one in use proved', async () => {
    const { keyId, former } = await rotate();
    await rotationWith().deactivateFormer(request({ user: { ...user, keyId } }));
    first = (await kept()).current;
    expect(await listed()).toEqual({ [keyId]: true, [former]: false });
    expect(await whoIs(first)).toBe(user.arn);
    expect(await rotationWith().status('ada')).toEqual({ state: 'none' });
    await expect(rotationWith().deactivateFormer(request())).rejects.toMatchObject({ code: 'bad-input' });
  });

  test('is not done while the key in use does not work', async () => {
    const { keyId, former } = await rotate();
    await iam.deactivateAccessKey({ ...asked(), keyId });
    // IAM would take the former one's word for its own end.
    const byFormer = request({ iamCredentials: async () => first });
    const error = await refusalOf(rotationWith().deactivateFormer(byFormer));
    expect(error.message).toBe(`AWS does not take ${keyId}, the key in use.`);
    expect((await listed())[former]).toBe(true);
  });

  test('says how to go back where the key in use fails after it, and is not taken for done', async () => {
    const { keyId, former } = await rotate();
    let asked = 0;
    const failing: Sts = {
      ...sts,
      getCallerIdentity: (...call) => {
        asked += 1;
        return sts.getCallerIdentity(asked === 1 ? call[0] : { ...first, accessKeyId: former }, region);
      },
    };
    const error = await refusalOf(rotationWith({ sts: failing }).deactivateFormer(request()));
    expect(error.message).toBe(`${former} is inactive now, and AWS did not take ${keyId}, the key in use.`);
    expect(error.hint).toContain(`activate ${former} in IAM`);
    expect(await kept()).toMatchObject({ former });
  });

  test('counts as done where a person deleted it, and only then', async () => {
    const { former } = await rotate();
    const gone: Iam = {
      ...iam,
      deactivateAccessKey: (call) => iam.deactivateAccessKey({ ...call, keyId: 'AKIAQAAAAAAAGMKEM7X5' }),
    };
    await expect(rotationWith({ iam: gone }).deactivateFormer(request())).rejects.toMatchObject({
      refusal: { code: 'NoSuchEntity' },
    });
    expect(await kept()).toMatchObject({ former });
    await keep({ former: 'AKIAQAAAAAAAGMKEM7X5' });
    await rotationWith().deactivateFormer(request());
    expect(await kept()).toMatchObject({ former: null });
  });
});
