/** MFA codes of IAM users: AWS takes each code of a device once, and one opens all profiles of its user. */
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Input } from '../../src-main/contract.ts';
import { parseRoleArn } from '../../src-main/core/arn.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import {
  account,
  mfaSeed,
  otherAccount,
  roleArnOf,
  smallOrganisation,
} from '../aws/support/smallOrganisation.ts';
import { totp } from '../aws/totp.ts';
import { createAppOnAws, type AppOnAws } from '../support/appOnAws.ts';
import { atTheDoor, type Ask } from '../support/atTheDoor.ts';

let aws: Aws;
let at: AppOnAws;
let ask: Ask;

const careful = parseRoleArn(roleArnOf('Careful'));
const long = parseRoleArn(roleArnOf('Long'));
const serialOf = (name: string): string => `arn:aws:iam::${account}:mfa/${name}`;
const ten = Array.from({ length: 10 }, (_, at) => `careful-${at}`);

const zeroAt = Date.now();

/** Of a device that shows a code with a leading zero at `zeroAt`. */
function seedOfZero(): string {
  const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567');
  const seeds = letters.flatMap((one) => letters.map((other) => one + other + 'A'.repeat(30)));
  return seeds.find((seed) => totp(seed, zeroAt).startsWith('0')) ?? mfaSeed;
}

beforeAll(async () => {
  const trust = { principals: [`arn:aws:iam::${account}:root`], mfa: true };
  const roles = [
    ...smallOrganisation().roles,
    { accountId: otherAccount, name: 'Long', maxSessionSeconds: 43_200, trust },
  ];
  const seeds = { ada: mfaSeed, ben: mfaSeed, zero: seedOfZero() };
  const users = Object.entries(seeds).map(([name, seed]) => ({
    ...{ accountId: account, name, mfa: { serial: serialOf(name), seed } },
  }));
  aws = await startAws({ organisations: [smallOrganisation({ users, roles })] });
});
beforeEach(async () => {
  at = await createAppOnAws(aws, {
    environment: { AWS_PROFILE: 'a-shell', LATCHKEY_HOME: '/x', KEPT: 'kept' },
  });
  ask = atTheDoor(at.app);
  await addUser('ada');
  aws.requests.length = 0;
});
afterEach(() => at.remove());
afterAll(() => aws.close());

async function addUser(name: string, more: Partial<Input<'addIamUser'>> = {}): Promise<void> {
  const { accessKeyId, secretAccessKey } = aws.accessKeyOf(name);
  await ask('addIamUser', { name, accessKeyId, secretAccessKey, ...more });
}

const addTen = () =>
  Promise.all(
    // Told apart by their session names, so that each asks AWS for its own role.
    ten.map((name) =>
      ask('addProfile', {
        ...{ name, from: 'ada', mfa: true },
        steps: [{ roleArn: careful, sessionName: '{profile}' }],
      }),
    ),
  );

const codesWanted = async () => (await ask('snapshot', { rowsVersion: null })).live.codesWanted;

describe('one code', () => {
  it('opens all ten profiles of a user, with one GetSessionToken', async () => {
    await addTen();
    await ask('credentials', { profile: ten[0] ?? '', mfaCode: aws.nextMfaCodeOf('ada') });
    await Promise.all(ten.map((profile) => ask('credentials', { profile })));
    expect([aws.calls('GetSessionToken'), aws.calls('AssumeRole')]).toEqual([1, 10]);
  });

  it('is asked for once when all ten come at once, and who brought it gets keys whoever came first', async () => {
    await addTen();
    const mfaCode = aws.nextMfaCodeOf('ada');
    const asked = ten.map((profile, index) =>
      ask('credentials', { profile, ...(index % 2 === 1 && { mfaCode }) }),
    );
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.filter((_, index) => index % 2 === 1).map(({ status }) => status)).toEqual(
      Array.from({ length: 5 }, () => 'fulfilled'),
    );
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject(
        outcome.status === 'rejected' ? { reason: { code: 'mfa-code-needed' } } : { value: {} },
      );
    }
    await Promise.all(ten.map((profile) => ask('credentials', { profile })));
    expect(aws.calls('GetSessionToken')).toBe(1);
    await expect(codesWanted()).resolves.toEqual([]);
  });

  it('keeps its leading zeros', async () => {
    await addUser('zero');
    const before = aws.clock.now();
    aws.clock.set(zeroAt);
    const mfaCode = aws.mfaCodeOf('zero');
    const given = ask('credentials', { profile: 'zero', mfaCode });
    await expect(given).resolves.toBeDefined();
    aws.clock.set(before);
    expect(mfaCode).toMatch(/^0/);
    await expect(ask('credentials', { profile: 'ada', mfaCode: '12345' })).rejects.toMatchObject({
      code: 'bad-input',
      message: 'An MFA code is six digits.',
    });
  });

  it('of one user opens nothing of another', async () => {
    await addUser('ben');
    await ask('credentials', { profile: 'ada', mfaCode: aws.nextMfaCodeOf('ada') });
    await expect(ask('credentials', { profile: 'ben' })).rejects.toMatchObject({ code: 'mfa-code-needed' });
    const [wanted, ...others] = await codesWanted();
    expect([wanted?.iamUser, wanted?.device, others]).toEqual(['ben', serialOf('ben'), []]);
  });
});

describe('a code that was sent', () => {
  it('is never sent again: the second use is told how long to wait', async () => {
    await addUser('ben', { mfaSerial: serialOf('ada') });
    const mfaCode = aws.nextMfaCodeOf('ada');
    aws.clock.advance(10_000);
    await ask('credentials', { profile: 'ada', mfaCode });
    aws.requests.length = 0;
    await ask('addProfile', {
      ...{ name: 'own', from: 'ada' },
      steps: [{ roleArn: careful, mfaSerial: serialOf('ada') }],
    });
    const again = ask('credentials', { profile: 'own', mfaCode });
    await expect(again).rejects.toMatchObject({
      code: 'mfa-code-refused',
      message: expect.stringMatching(/^AWS takes each code once: wait (1\d|20) s\.$/) as string,
    });
    expect(aws.requests).toEqual([]);
    await ask('credentials', { profile: 'own', mfaCode: aws.nextMfaCodeOf('ada') });
  });

  it('is not sent again after AWS refused it, nor after its answer was lost', async () => {
    const wrong = '000000';
    await expect(ask('credentials', { profile: 'ada', mfaCode: wrong })).rejects.toMatchObject({
      code: 'mfa-code-refused',
      message: 'AWS did not take the MFA code.',
    });
    await expect(ask('credentials', { profile: 'ada', mfaCode: wrong })).rejects.toMatchObject({
      message: expect.stringContaining('each code once') as string,
    });
    const mfaCode = aws.nextMfaCodeOf('ada');
    aws.faults.next('GetSessionToken', 'lost-answer');
    await expect(ask('credentials', { profile: 'ada', mfaCode })).rejects.toMatchObject({ code: 'offline' });
    await expect(ask('credentials', { profile: 'ada', mfaCode })).rejects.toMatchObject({
      code: 'mfa-code-refused',
    });
    expect(aws.calls('GetSessionToken')).toBe(2);
    expect(aws.unknownCalls).toEqual([]);
  });

  it('by the program that prints codes is not sent twice either', async () => {
    await ask('changeIamUser', { name: 'ada', mfaSerial: serialOf('ada') });
    const command = await program(`echo ${aws.nextMfaCodeOf('ada')}`);
    await ask('setMfaProcess', { name: 'ada', command });
    await ask('addProfile', {
      ...{ name: 'own', from: 'ada' },
      steps: [{ roleArn: careful, mfaSerial: serialOf('ada') }],
    });
    await ask('credentials', { profile: 'ada' });
    await expect(ask('credentials', { profile: 'own' })).rejects.toMatchObject({ code: 'mfa-code-refused' });
    expect(aws.calls('AssumeRole')).toBe(0);
  });
});

it('a code that a person gives waits for no program that hangs', async () => {
  await ask('changeIamUser', { name: 'ada', mfaSerial: serialOf('ada') });
  await ask('setMfaProcess', { name: 'ada', command: await program('exec sleep 60') });
  const stop = new AbortController();
  const hanging = ask('credentials', { profile: 'ada' }, stop.signal);
  const mfaCode = aws.nextMfaCodeOf('ada');
  await ask('credentials', { profile: 'ada', mfaCode });
  stop.abort(new Error('the program went on'));
  await expect(hanging).rejects.toThrow('the program went on');
});

describe('a device that AWS does not take', () => {
  it('is told apart: the clocks differ, the device is unknown, the device has no codes', async () => {
    // A phone that is five minutes behind.
    const late = () => totp(mfaSeed, aws.clock.now() - 300_000);
    const first = ask('credentials', { profile: 'ada', mfaCode: late() });
    await expect(first).rejects.toMatchObject({ message: 'AWS did not take the MFA code.' });
    aws.nextMfaCodeOf('ada');
    const second = ask('credentials', { profile: 'ada', mfaCode: late() });
    await expect(second).rejects.toMatchObject({
      code: 'mfa-code-refused',
      hint: expect.stringContaining('clock') as string,
    });
    await ask('changeIamUser', { name: 'ada', mfaSerial: serialOf('nobody') });
    const unknown = ask('credentials', { profile: 'ada', mfaCode: aws.nextMfaCodeOf('ada') });
    await expect(unknown).rejects.toMatchObject({ code: 'mfa-device' });
    const fido = ask('changeIamUser', { name: 'ada', mfaSerial: `arn:aws:iam::${account}:u2f/user/ada/key` });
    await expect(fido).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('browser only') as string,
    });
  });

  it('is named as missing where a profile wants a code and its user has none', async () => {
    await addTen();
    await ask('changeIamUser', { name: 'ada', mfaSerial: null });
    const without = ask('credentials', { profile: 'careful-0', mfaCode: '123456' });
    await expect(without).rejects.toMatchObject({ code: 'mfa-device' });
    expect(aws.requests).toEqual([]);
  });
});

/** A program of the person that gives codes. */
async function program(script: string, ...words: string[]): Promise<string[]> {
  const path = join(at.folder, 'code program');
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return [path, ...words];
}

describe('a program that gives codes', () => {
  const give = async (script: string, ...words: string[]) => {
    await ask('setMfaProcess', { name: 'ada', command: await program(script, ...words) });
    return ask('credentials', { profile: 'ada' });
  };

  it('is run without a shell and without what is AWS’s, ours or Node’s, and may print text around the code', async () => {
    const seen = join(at.folder, 'seen');
    const word = `two words; touch ${seen}.shell $(id) "`;
    const script = `printf '%s\\n' "$#" "$1" > '${seen}'; env >> '${seen}'; echo "ada@example.com 99 (${aws.nextMfaCodeOf('ada')})"`;
    await give(script, word);
    const text = await readFile(seen, 'utf8');
    expect(text.split('\n').slice(0, 2)).toEqual(['1', word]);
    expect(text).toContain('KEPT=kept');
    expect(text).not.toMatch(/^(AWS_|LATCHKEY_)/m);
    await expect(readFile(`${seen}.shell`)).rejects.toThrow('ENOENT');
    await expect(codesWanted()).resolves.toEqual([]);
  });

  it.each([
    ['fails', 'echo 123456; echo secret >&2; exit 3', /code program ended with status 3/],
    ['prints nothing', 'true', /printed no six digits/],
    ['prints seven digits', 'echo 1234567', /printed no six digits/],
  ])('is named where it %s', async (_what, script, said) => {
    await expect(give(script)).rejects.toMatchObject({
      code: 'federation-refused',
      message: expect.stringMatching(said) as string,
    });
    expect(aws.calls('GetSessionToken')).toBe(0);
  });

  it('that hangs holds nobody who gives up', async () => {
    const started = join(at.folder, 'started');
    await ask('setMfaProcess', {
      name: 'ada',
      command: await program(`echo $$ > '${started}'; exec sleep 60`),
    });
    const stop = new AbortController();
    const waiting = ask('credentials', { profile: 'ada' }, stop.signal);
    await expect.poll(() => readFile(started, 'utf8').catch(() => '')).toMatch(/\d/);
    stop.abort(new Error('given up'));
    await expect(waiting).rejects.toThrow('given up');
    process.kill(Number(await readFile(started, 'utf8')), 'SIGKILL');
  });

  it('is the person’s own doing: a program of theirs is not the window’s to know', async () => {
    const command = await program('true');
    await ask('setMfaProcess', { name: 'ada', command });
    const shown = JSON.stringify([
      await ask('snapshot', { rowsVersion: null }),
      await ask('listIamUsers', {}),
      await ask('showProfile', { profile: 'ada' }),
    ]);
    expect(shown).toContain('"hasMfaProcess":true');
    expect(shown).not.toContain('code program');
  });
});

function gate() {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

describe('where nobody is there to give a code', () => {
  it('ten profiles fail at once and one prompt is offered, whose answer lets the next call succeed', async () => {
    await addTen();
    const turned = await Promise.allSettled(ten.map((profile) => ask('credentials', { profile })));
    for (const one of turned) expect(one).toMatchObject({ reason: { code: 'mfa-code-needed' } });
    expect(aws.requests).toEqual([]);
    const [wanted, ...others] = await codesWanted();
    expect(others).toEqual([]);
    expect(wanted).toMatchObject({ iamUser: 'ada', device: serialOf('ada'), profileName: 'careful-0' });
    const id = wanted?.id ?? '';
    await expect(ask('giveMfaCode', { id, code: '000000' })).rejects.toMatchObject({
      code: 'mfa-code-refused',
    });
    await expect(codesWanted()).resolves.toHaveLength(1);
    await ask('giveMfaCode', { id, code: aws.nextMfaCodeOf('ada') });
    await expect(codesWanted()).resolves.toEqual([]);
    await ask('credentials', { profile: 'careful-9' });
    await expect(ask('giveMfaCode', { id, code: '123456' })).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('the answer counts although somebody without a code asks at the same moment', async () => {
    await ask('credentials', { profile: 'ada' }).catch(() => undefined);
    const [wanted] = await codesWanted();
    const { read } = at.secrets;
    const slow = { reached: gate(), opened: gate() };
    at.secrets.read = async (item) => {
      slow.reached.open();
      await slow.opened.passed;
      return read(item);
    };
    const background = expect(ask('credentials', { profile: 'ada' })).rejects.toMatchObject({
      code: 'mfa-code-needed',
    });
    await slow.reached.passed;
    const given = ask('giveMfaCode', { id: wanted?.id ?? '', code: aws.nextMfaCodeOf('ada') });
    setTimeout(slow.opened.open, 20);
    await expect(given).resolves.toEqual({});
    await background;
  });

  it('a dismissed prompt is gone until somebody asks again', async () => {
    await ask('credentials', { profile: 'ada' }).catch(() => undefined);
    const [wanted] = await codesWanted();
    await ask('dismissMfaCode', { id: wanted?.id ?? '' });
    await expect(codesWanted()).resolves.toEqual([]);
    await ask('credentials', { profile: 'ada' }).catch(() => undefined);
    await expect(codesWanted()).resolves.toHaveLength(1);
  });

  it('who asks their own person registers nothing', async () => {
    const asked = ask('credentials', { profile: 'ada', asksItself: true });
    await expect(asked).rejects.toMatchObject({ code: 'mfa-code-needed' });
    await expect(codesWanted()).resolves.toEqual([]);
  });

  it('nothing is left to answer of a user, or of a profile, that was removed', async () => {
    await ask('addProfile', {
      ...{ name: 'own', from: 'ada' },
      steps: [{ roleArn: careful, mfaSerial: serialOf('ada') }],
    });
    for (const profile of ['ada', 'own']) await ask('credentials', { profile }).catch(() => undefined);
    await expect(codesWanted()).resolves.toHaveLength(2);
    await ask('removeProfile', { profile: 'own' });
    await ask('removeIamUser', { name: 'ada' });
    await expect(codesWanted()).resolves.toEqual([]);
  });
});

describe('a code that goes with AssumeRole itself', () => {
  it('opens a role for longer than the hour that an MFA session gets', async () => {
    await ask('addProfile', {
      ...{ name: 'night', from: 'ada', mfa: true },
      steps: [{ roleArn: long, durationSeconds: 43_200 }],
    });
    await expect(ask('credentials', { profile: 'night' })).rejects.toMatchObject({ code: 'mfa-code-needed' });
    const [wanted] = await codesWanted();
    await ask('giveMfaCode', { id: wanted?.id ?? '', code: aws.nextMfaCodeOf('ada') });
    const { expiration } = await ask('credentials', { profile: 'night' });
    expect(Date.parse(expiration)).toBeGreaterThan(aws.clock.now() + 43_000_000);
    expect([aws.calls('GetSessionToken'), aws.calls('AssumeRole')]).toEqual([0, 1]);
  });

  it('is needed where the person asks for it, not where a role is only long', async () => {
    const role = parseRoleArn(roleArnOf('Ops', '/team/'));
    await ask('addProfile', {
      ...{ name: 'plain', from: 'ada' },
      steps: [{ roleArn: role, durationSeconds: 7200 }],
    });
    await expect(ask('credentials', { profile: 'plain' })).resolves.toBeDefined();
  });

  it('cannot go with a later role, nor begin anywhere but at a user', async () => {
    const second = { roleArn: careful, mfaSerial: serialOf('ada') };
    const chained = ask('addProfile', {
      ...{ name: 'late', from: 'ada' },
      steps: [{ roleArn: long }, second],
    });
    await expect(chained).rejects.toMatchObject({ message: 'Role 2 cannot take an MFA code.' });
    await ask('addProfile', { name: 'base', from: 'ada', steps: [{ roleArn: long }] });
    await expect(ask('addProfile', { name: 'late', from: 'base', mfa: true })).rejects.toMatchObject({
      message: 'Only what begins at an IAM user takes an MFA code.',
    });
  });
});
