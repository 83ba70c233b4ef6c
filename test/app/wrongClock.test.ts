/** A machine whose clock is wrong: AWS’s answers say so, and everything that ends at AWS goes by AWS’s clock. */
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Requester } from '../../src-main/core/guard/requester.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import { account, otherAccount, roleArnOf, smallOrganisation } from '../aws/support/smallOrganisation.ts';
import { createAppOnAws, quietly, type AppOnAws } from '../support/appOnAws.ts';
import { atTheDoor, type Ask } from '../support/atTheDoor.ts';

const minute = 60_000;
const hour = 60 * minute;
const person: Requester = { kind: 'person' };
const admin = 'payments-prod.Admin';

let aws: Aws;
let at: AppOnAws;
let ask: Ask;
/** Milliseconds by which this machine is ahead. */
let ahead: number;

beforeAll(async () => {
  aws = await startAws({
    organisations: [smallOrganisation({ users: [{ accountId: account, name: 'plain' }] })],
  });
});
beforeEach(async () => {
  at = await createAppOnAws(aws, { machineAhead: () => ahead });
  ask = atTheDoor(at.app, person);
});
afterEach(() => at.remove());
afterAll(() => aws.close());

async function signIn(): Promise<void> {
  const { startUrl, region } = aws.organisation;
  await ask('addSsoSession', { name: 'corp', startUrl, region });
  const progress = (said: { kind: string; userCode?: string | null }): void => {
    if (said.kind === 'link') aws.approve(said.userCode ?? '');
  };
  await at.app.signIn({ ssoSession: 'corp' }, { ...quietly, progress });
  await ask('sync', { ssoSession: 'corp' });
}

const live = async () => (await ask('snapshot', { rowsVersion: null })).live;
/** Of ISO times, from AWS’s now. */
const left = (time: string | null | undefined): number => Date.parse(time ?? '') - aws.clock.now();
const about = (expected: number) => ({
  asymmetricMatch: (value: unknown) => Math.abs((value as number) - expected) < 10_000,
});

describe.each([
  ['14 min behind', -14 * minute],
  ['two hours behind', -2 * hour],
  ['two hours ahead', 2 * hour],
  ['three days behind', -72 * hour],
])('a clock that is %s', (_, off) => {
  beforeEach(() => {
    ahead = off;
  });

  it('is known after the first answer, without a call of its own', async () => {
    const since = aws.requests.length;
    expect((await live()).clock).toEqual({ offset: 0 });
    await signIn();
    expect((await live()).clock).toEqual({ offset: about(-off) });
    expect(aws.requests.slice(since).filter(({ method }) => method === 'HEAD')).toEqual([]);
    expect((await ask('status', {})).clock).toEqual({ offset: about(-off) });
  });

  it('shortens and lengthens no token and no keys: they end when AWS says', async () => {
    await signIn();
    const [signInNow] = (await live()).signIns;
    expect(left(signInNow?.expiresAt)).toEqual(about(hour));
    await ask('startProfile', { profile: admin });
    const asked = aws.calls('GetRoleCredentials');
    aws.clock.advance(30 * minute);
    await ask('startProfile', { profile: admin });
    expect(aws.calls('GetRoleCredentials')).toBe(asked);
    const [keys] = (await live()).delivered;
    expect(left(keys?.expiresAt)).toEqual(about(30 * minute));
    expect(await readFile(at.awsFiles.credentials, 'utf8')).toContain('aws_secret_access_key');
    // A quarter of their life is left: they are due.
    aws.clock.advance(16 * minute);
    await ask('startProfile', { profile: admin });
    expect(aws.calls('GetRoleCredentials')).toBe(asked + 1);
  });

  it('tells programs an end that this clock shows no later than the keys end', async () => {
    await signIn();
    const { expiration } = await ask('credentials', { profile: admin });
    const machineNow = aws.clock.now() + off;
    // Behind, they would use dead keys for as long; ahead, AWS’s own time stands.
    expect(Date.parse(expiration) - machineNow).toEqual(about(off < 0 ? hour : hour - off));
    expect(left(expiration)).toBeLessThanOrEqual(hour);
  });

  it('is signed by AWS’s: the first call is refused, and done again with the right time', async () => {
    const key = aws.accessKeyOf('plain');
    const before = aws.calls('GetCallerIdentity');
    await ask('addIamUser', {
      name: 'plain',
      accessKeyId: key.accessKeyId,
      secretAccessKey: key.secretAccessKey,
    });
    const refused = aws.requests.filter(({ answer }) => /Signature (expired|not yet)/.test(answer ?? ''));
    expect(refused.splice(0).length).toBe(Math.abs(off) > 15 * minute ? 1 : 0);
    expect(aws.calls('GetCallerIdentity')).toBeGreaterThan(before);
    aws.requests.length = 0;
    await ask('addProfile', {
      name: 'partner',
      from: 'plain',
      steps: [{ roleArn: roleArnOf('Partner'), externalId: 'agreed/upon' }],
    } as never);
    const { accountId } = await ask('credentials', { profile: 'partner' });
    expect(accountId).toBe(otherAccount);
    expect(aws.requests.filter(({ status }) => status !== 200)).toEqual([]);
  });
});

describe('a clock that is set right while Latchkey runs', () => {
  it('is believed at the next answer', async () => {
    ahead = -2 * hour;
    await signIn();
    ahead = 0;
    await ask('sync', { ssoSession: 'corp' });
    expect((await live()).clock).toEqual({ offset: 0 });
  });
});

describe('the doctor', () => {
  const clockCheck = async () => (await ask('doctor', {})).checks.find(({ kind }) => kind === 'clock');

  it('says how wrong the clock is, and what to do', async () => {
    ahead = 14 * minute;
    expect(await clockCheck()).toMatchObject({ state: 'skipped' });
    await signIn();
    expect(await clockCheck()).toEqual({
      kind: 'clock',
      name: 'clock',
      state: 'failed',
      message:
        'This machine’s clock is 14 min ahead of AWS’s. Latchkey corrects for it; other programs do not.',
      hint: 'Set the clock right: AWS refuses what is signed more than 15 minutes off.',
    });
    ahead = 20_000;
    expect(await clockCheck()).toMatchObject({ state: 'ok' });
  });

  it('names nobody who is signed in, and every check has what to do where it is not well', async () => {
    ahead = 0;
    await signIn();
    const { checks } = await ask('doctor', {});
    expect(JSON.stringify(checks)).not.toContain('ada@example.com');
    expect(new Set(checks.map(({ kind }) => kind))).toEqual(
      new Set([
        'agent',
        'settings',
        'keychain',
        'proxy',
        'ca',
        'network',
        'clock',
        'start-url',
        'sign-in',
        'file',
      ]),
    );
    aws.endSessions();
    at.changeSettings((now) => ({ ...now, caBundle: '/nowhere/ca.pem' }));
    aws.faults.next('all', 'drop', 3);
    for (const { state, hint } of (await ask('doctor', {})).checks)
      if (state === 'failed') expect(hint).not.toBeNull();
    aws.faults.clear();
  });
});
