import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { IssuedCredential } from '../issuedCredentials.ts';
import { startAws, type Aws } from '../standIn.ts';
import { callSts, keysOf, type Keys, type StsAnswer } from '../support/callSts.ts';
import { account, mfaSeed, mfaSerial, roleArnOf, smallOrganisation } from '../support/smallOrganisation.ts';
import { totp } from '../totp.ts';

let aws: Aws;
let user: IssuedCredential;
beforeEach(async () => {
  aws = await startAws({ organisations: [smallOrganisation()] });
  user = aws.accessKeyOf('ada');
});
afterEach(async () => {
  expect(aws.unknownCalls).toEqual([]);
  await aws.close();
});

const get = (parameters: Record<string, string> = {}, keys: Keys = user): Promise<StsAnswer> =>
  callSts(aws, keys, { Action: 'GetSessionToken', ...parameters });
const assume = (name: string, keys: Keys, more: Record<string, string> = {}): Promise<StsAnswer> =>
  callSts(aws, keys, { Action: 'AssumeRole', RoleArn: roleArnOf(name), RoleSessionName: 'ada', ...more });
const mfa = (): Record<string, string> => ({
  SerialNumber: mfaSerial,
  TokenCode: totp(mfaSeed, aws.clock.now()),
});

test('the session is the user itself', async () => {
  const answer = await callSts(aws, keysOf(await get()), { Action: 'GetCallerIdentity' });
  expect(answer.element('Arn')).toBe(`arn:aws:iam::${account}:user/people/ada`);
  expect(answer.element('UserId')).toMatch(/^AIDA/);
});

test('temporary credentials cannot call it: those of a role, and its own', async () => {
  for (const first of [await get(), await assume('Tagged', user)]) {
    const { status, code, message } = await get({}, keysOf(first));
    expect([status, code, message]).toEqual([
      403,
      'AccessDenied',
      'Cannot call GetSessionToken with session credentials',
    ]);
  }
});

test('one code opens every role that demands MFA, and only a session that began with one does', async () => {
  const keys = keysOf(await get(mfa()));
  expect((await assume('Careful', keys)).status).toBe(200);
  expect((await assume('Careful', keys)).status).toBe(200);
  expect((await assume('Careful', keysOf(await get()))).code).toBe('AccessDenied');
});

test('a code works once, here and with AssumeRole together', async () => {
  const proof = mfa();
  expect((await get(proof)).status).toBe(200);
  const used = 'MultiFactorAuthentication failed with invalid MFA one time pass code. ';
  expect((await get(proof)).message).toBe(used);
  expect((await assume('Careful', user, proof)).message).toBe(used);
});

test("a wrong code, another's device, half of the proof", async () => {
  expect((await get({ ...mfa(), TokenCode: '000000' })).message).toMatch(/invalid MFA one time pass code/);
  expect((await get({ ...mfa(), SerialNumber: `${mfaSerial}2` })).message).toMatch(/unable to validate MFA/);
  expect((await get({ SerialNumber: mfaSerial })).message).toMatch(/must provide both/);
  expect((await get({ ...mfa(), TokenCode: '12345' })).code).toBe('ValidationError');
});

test('a role that is assumed with the session is a chained one: an hour at most', async () => {
  const keys = keysOf(await get(mfa()));
  const ops = { RoleArn: roleArnOf('Ops', '/team/'), DurationSeconds: '3601' };
  expect((await assume('Ops', keys, ops)).message).toMatch(/1 hour session limit/);
  expect((await assume('Ops', user, ops)).status).toBe(200);
});

test('the session ends when it says', async () => {
  const keys = keysOf(await get({ DurationSeconds: '900' }));
  aws.clock.advance(840_000);
  expect((await callSts(aws, keys, { Action: 'GetCallerIdentity' })).status).toBe(200);
  aws.clock.advance(60_000);
  expect((await callSts(aws, keys, { Action: 'GetCallerIdentity' })).code).toBe('ExpiredToken');
});

test('the SDK for JavaScript reads the answer and works with it', async () => {
  const client = (credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) =>
    new STSClient({ region: 'eu-west-1', endpoint: aws.endpoints.sts, credentials, maxAttempts: 1 });
  const { accessKeyId, secretAccessKey } = user;
  const { Credentials: given } = await client({ accessKeyId, secretAccessKey }).send(
    new GetSessionTokenCommand(mfa()),
  );
  expect(given?.Expiration?.getTime()).toBeGreaterThan(aws.clock.now() + 43_190_000);
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = given ?? {};
  const later = client({
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  });
  expect((await later.send(new GetCallerIdentityCommand())).Account).toBe(account);
  await expect(later.send(new GetSessionTokenCommand())).rejects.toThrow(/Cannot call GetSessionToken/);
});
