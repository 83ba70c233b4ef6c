import { fromInstanceMetadata } from '@aws-sdk/credential-providers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Role } from '../organisation.ts';
import { startAws, type Aws } from '../standIn.ts';
import { callSts } from '../support/callSts.ts';
import { account, otherAccount, roleArnOf, smallOrganisation } from '../support/smallOrganisation.ts';
import { startInstanceMetadata, type InstanceMetadata } from './startInstanceMetadata.ts';

const instanceRole = roleArnOf('Workstation', '/team/');
const roles: readonly Role[] = [
  {
    accountId: otherAccount,
    name: 'Workstation',
    path: '/team/',
    trust: { principals: ['ec2.amazonaws.com'] },
  },
  { accountId: otherAccount, name: 'Closed', trust: { principals: [`arn:aws:iam::${account}:root`] } },
  { accountId: account, name: 'Next', trust: { principals: [instanceRole] } },
];

let aws: Aws;
let instance: InstanceMetadata;
beforeEach(async () => {
  aws = await startAws({ organisations: [smallOrganisation({ roles })] });
  instance = await startInstanceMetadata(aws, { roleArn: instanceRole });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await instance.close();
  await aws.close();
});

const credentialsPath = '/latest/meta-data/iam/security-credentials/';

const put = (headers: Record<string, string>, path = '/latest/api/token') =>
  fetch(`${instance.url}${path}`, { method: 'PUT', headers });
const ttl = (seconds: string) => ({ 'X-aws-ec2-metadata-token-ttl-seconds': seconds });
const newToken = async (seconds = '21600'): Promise<string> => (await put(ttl(seconds))).text();

async function get(path: string, token?: string, at = instance): Promise<Response> {
  return fetch(`${at.url}${path}`, {
    headers: token === undefined ? {} : { 'X-aws-ec2-metadata-token': token },
  });
}
const getJson = async (path: string): Promise<Record<string, string>> =>
  (await get(path, await newToken())).json() as Promise<Record<string, string>>;

test('the SDK for JavaScript gets the role’s session, and goes on from there', async () => {
  for (const [name, value] of Object.entries(instance.environment())) vi.stubEnv(name, value);
  const credentials = await fromInstanceMetadata({ maxRetries: 0, ec2MetadataV1Disabled: true })();
  const keys = { ...credentials, sessionToken: credentials.sessionToken ?? null };
  const session = `arn:aws:sts::${otherAccount}:assumed-role/Workstation/${instance.instanceId}`;
  const who = await callSts(aws, keys, { Action: 'GetCallerIdentity' });
  expect(who.element('Arn')).toBe(session);
  const next = {
    Action: 'AssumeRole',
    RoleArn: `arn:aws:iam::${account}:role/Next`,
    RoleSessionName: 'next',
  };
  const onwards = await callSts(aws, keys, next);
  expect(onwards.element('Arn')).toBe(`arn:aws:sts::${account}:assumed-role/Next/next`);
  // An instance's session is a temporary one like any other: a chain from it ends after an hour.
  expect((await callSts(aws, keys, { ...next, DurationSeconds: '3601' })).status).toBe(400);
});

test('the credentials are those of the documents', async () => {
  expect(await (await get(credentialsPath, await newToken())).text()).toBe('Workstation');
  const { AccessKeyId, SecretAccessKey, Token, LastUpdated, Expiration, ...rest } = await getJson(
    `${credentialsPath}Workstation`,
  );
  expect(rest).toEqual({ Code: 'Success', Type: 'AWS-HMAC' });
  expect([AccessKeyId?.slice(0, 4), SecretAccessKey?.length, Token === undefined]).toEqual([
    'ASIA',
    40,
    false,
  ]);
  for (const time of [LastUpdated, Expiration]) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(Date.parse(Expiration ?? '') - Date.parse(LastUpdated ?? '')).toBe(21_600_000);
});

test('the instance knows its account, its region and its profile', async () => {
  const identity = await getJson('/latest/dynamic/instance-identity/document');
  expect(identity).toMatchObject({ accountId: otherAccount, region: 'eu-west-1' });
  expect(identity['instanceId']).toMatch(/^i-[0-9a-f]{17}$/);
  const profile = await getJson('/latest/meta-data/iam/info');
  expect(profile).toMatchObject({
    Code: 'Success',
    InstanceProfileArn: `arn:aws:iam::${otherAccount}:instance-profile/team/Workstation`,
  });
});

test.each([
  ['', 400],
  ['0', 400],
  ['1', 200],
  ['21600', 200],
  ['21601', 400],
  ['1.5', 400],
])('a token of %s seconds is answered with %i', async (seconds, status) => {
  const answer = await put(ttl(seconds));
  expect(answer.status).toBe(status);
  expect(answer.headers.get('x-aws-ec2-metadata-token-ttl-seconds')).toBe(status === 200 ? seconds : null);
});

test('a token needs its time to live, a PUT, and no proxy in between', async () => {
  expect((await put({})).status).toBe(400);
  expect((await put({ ...ttl('60'), 'X-Forwarded-For': '10.0.0.1' })).status).toBe(403);
  expect((await get('/latest/api/token')).status).toBe(405);
  expect((await put(ttl('60'), credentialsPath)).status).toBe(405);
});

test('nothing is told without a token, with a wrong one, or once it is over', async () => {
  const token = await newToken('60');
  expect((await get(credentialsPath)).status).toBe(401);
  expect((await get(credentialsPath, 'made-up')).status).toBe(401);
  aws.clock.advance(59_000);
  expect((await get(credentialsPath, token)).status).toBe(200);
  aws.clock.advance(1000);
  expect((await get(credentialsPath, token)).status).toBe(401);
});

test('another role, another path and an instance without a profile are not found', async () => {
  const token = await newToken();
  expect((await get(`${credentialsPath}Next`, token)).status).toBe(404);
  expect((await get('/latest/user-data', token)).status).toBe(404);
  const bare = await startInstanceMetadata(aws, { roleArn: null });
  const own = await (
    await fetch(`${bare.url}/latest/api/token`, { method: 'PUT', headers: ttl('60') })
  ).text();
  expect((await get(credentialsPath, own, bare)).status).toBe(404);
  expect((await get('/latest/dynamic/instance-identity/document', own, bare)).status).toBe(200);
  await bare.close();
});

test('a role that does not trust EC2 is told in the answer, not by its status', async () => {
  const closed = await startInstanceMetadata(aws, { roleArn: roleArnOf('Closed') });
  const token = await (
    await fetch(`${closed.url}/latest/api/token`, { method: 'PUT', headers: ttl('60') })
  ).text();
  const answer = await get(`${credentialsPath}Closed`, token, closed);
  expect(answer.status).toBe(200);
  const body = (await answer.json()) as Record<string, string>;
  expect(body['Code']).toBe('AssumeRoleUnauthorizedAccess');
  expect(body['AccessKeyId']).toBeUndefined();
  await closed.close();
});

test('the session stays the same until ten minutes before its end', async () => {
  const path = `${credentialsPath}Workstation`;
  const { AccessKeyId: first } = await getJson(path);
  aws.clock.advance(21_600_000 - 605_000);
  expect((await getJson(path))['AccessKeyId']).toBe(first);
  aws.clock.advance(10_000);
  expect((await getJson(path))['AccessKeyId']).not.toBe(first);
});
