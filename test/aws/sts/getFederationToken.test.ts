import { GetFederationTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { IssuedCredential } from '../issuedCredentials.ts';
import { startAws, type Aws } from '../standIn.ts';
import { callSts, keysOf, type Keys, type StsAnswer } from '../support/callSts.ts';
import {
  account,
  mfaSerial,
  otherAccount,
  roleArnOf,
  smallOrganisation,
} from '../support/smallOrganisation.ts';

let aws: Aws;
let user: IssuedCredential;
beforeEach(async () => {
  aws = await startAws({ organisations: [smallOrganisation()] });
  user = aws.accessKeyOf('ada');
});
afterEach(async () => {
  await aws.close();
});

const arn = `arn:aws:sts::${account}:federated-user/grace`;
const get = (parameters: Record<string, string> = {}, keys: Keys = user): Promise<StsAnswer> =>
  callSts(aws, keys, { Action: 'GetFederationToken', Name: 'grace', ...parameters });

test('the federated user is somebody of the account, and no IAM user', async () => {
  const answer = await get();
  expect([answer.element('Arn'), answer.element('FederatedUserId')]).toEqual([arn, `${account}:grace`]);
  const who = await callSts(aws, keysOf(answer), { Action: 'GetCallerIdentity' });
  expect([who.element('Arn'), who.element('UserId'), who.element('Account')]).toEqual([
    arn,
    `${account}:grace`,
    account,
  ]);
});

test('of STS the federated user may call GetCallerIdentity only', async () => {
  const keys = keysOf(await get());
  const role = roleArnOf('Ops', '/team/');
  const assumed = await callSts(aws, keys, { Action: 'AssumeRole', RoleArn: role, RoleSessionName: 'grace' });
  expect([assumed.status, assumed.message]).toEqual([
    403,
    `User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${role}`,
  ]);
  expect((await get({}, keys)).message).toBe('Cannot call GetFederationToken with session credentials');
  expect((await callSts(aws, keys, { Action: 'GetSessionToken' })).code).toBe('AccessDenied');
});

test('temporary credentials cannot call it', async () => {
  const keys = keysOf(await callSts(aws, user, { Action: 'GetSessionToken' }));
  const { status, code, message } = await get({}, keys);
  expect([status, code, message]).toEqual([
    403,
    'AccessDenied',
    'Cannot call GetFederationToken with session credentials',
  ]);
});

test.each([
  ['g', 'Member must have length greater than or equal to 2'],
  ['g'.repeat(33), 'Member must have length less than or equal to 32'],
  ['grace hopper', 'Member must satisfy regular expression pattern: [\\w+=,.@-]*'],
])('the name %s is refused', async (Name, constraint) => {
  const { status, message } = await get({ Name });
  expect(status).toBe(400);
  expect(message).toMatch(`at &#39;name&#39; failed to satisfy constraint: ${constraint}`);
});

test('names of 2 and of 32 characters are good', async () => {
  for (const Name of ['gh', 'g'.repeat(32)]) expect((await get({ Name })).status).toBe(200);
});

test('a policy is measured: 0 without one, and its text ends at 2048 characters', async () => {
  const policy = (length: number) => `{"Statement":"${'x'.repeat(length - 16)}"}`;
  expect((await get()).element('PackedPolicySize')).toBe('0');
  expect((await get({ Policy: policy(2048) })).element('PackedPolicySize')).toBe('100');
  expect((await get({ Policy: policy(2049) })).message).toMatch(/length less than or equal to 2048$/);
  expect((await get({ Policy: 'not json' })).code).toBe('MalformedPolicyDocument');
});

test("managed policies must be the account's own or those of AWS", async () => {
  const attach = (owner: string) => get({ 'PolicyArns.member.1.arn': `arn:aws:iam::${owner}:policy/Read` });
  expect((await attach(account)).status).toBe(200);
  expect((await attach('aws')).status).toBe(200);
  expect((await attach(otherAccount)).code).toBe('ValidationError');
});

test('tags may be given, each key once', async () => {
  const tags = { 'Tags.member.1.Key': 'Team', 'Tags.member.1.Value': 'red' };
  expect((await get(tags)).status).toBe(200);
  const twice = { ...tags, 'Tags.member.2.Key': 'team', 'Tags.member.2.Value': 'blue' };
  expect((await get(twice)).message).toMatch(/^Duplicate tag keys/);
});

test('it takes no MFA code and carries no tag on', async () => {
  for (const parameter of [{ SerialNumber: mfaSerial }, { 'TransitiveTagKeys.member.1': 'Team' }]) {
    expect((await get(parameter)).code).toBe('UnknownParameter');
  }
});

test('the SDK for JavaScript reads the answer', async () => {
  const { accessKeyId, secretAccessKey } = user;
  const credentials = { accessKeyId, secretAccessKey };
  const client = new STSClient({
    region: 'eu-west-1',
    endpoint: aws.endpoints.sts,
    credentials,
    maxAttempts: 1,
  });
  const answer = await client.send(new GetFederationTokenCommand({ Name: 'grace' }));
  expect(answer.FederatedUser).toEqual({ Arn: arn, FederatedUserId: `${account}:grace` });
  expect(answer.Credentials?.Expiration?.getTime()).toBeGreaterThan(aws.clock.now() + 43_190_000);
});
