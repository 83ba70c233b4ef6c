import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startAws, type Aws } from '../standIn.ts';
import { callSts, keysOf, type StsAnswer } from '../support/callSts.ts';
import { callUnsignedSts } from '../support/callUnsignedSts.ts';
import {
  audience,
  companyOidc,
  federatedOrganisation,
  oidcArn,
  subject,
} from '../support/federatedOrganisation.ts';
import { account, otherAccount, roleArnOf } from '../support/smallOrganisation.ts';
import { oidcIdentityProvider } from './oidcIdentityProvider.ts';

let aws: Aws;
beforeEach(async () => {
  aws = await startAws({ organisations: [federatedOrganisation()] });
});
afterEach(async () => {
  await aws.close();
});

const role = roleArnOf('Pipeline');

function token(change: Record<string, unknown> = {}, provider = companyOidc): string {
  const iat = Math.floor(aws.clock.now() / 1000);
  return provider.token({ aud: audience, sub: subject, iat, exp: iat + 300, ...change });
}
const assume = (given: string, parameters: Record<string, string> = {}): Promise<StsAnswer> =>
  callUnsignedSts(aws, {
    Action: 'AssumeRoleWithWebIdentity',
    RoleArn: role,
    RoleSessionName: 'build',
    WebIdentityToken: given,
    ...parameters,
  });
const refusal = ({ status, code, message }: StsAnswer) => [status, code, message];

test('a token alone opens the role', async () => {
  const who = await callSts(aws, keysOf(await assume(token())), { Action: 'GetCallerIdentity' });
  expect(who.element('Arn')).toBe(`arn:aws:sts::${otherAccount}:assumed-role/Pipeline/build`);
});

test('the SDK for JavaScript reads whose token it was', async () => {
  const client = new STSClient({ region: 'eu-west-1', endpoint: aws.endpoints.sts, maxAttempts: 1 });
  const answer = await client.send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: role,
      RoleSessionName: 'build',
      WebIdentityToken: token(),
    }),
  );
  expect(answer).toMatchObject({
    SubjectFromWebIdentityToken: subject,
    Audience: audience,
    Provider: oidcArn,
    AssumedRoleUser: { Arn: `arn:aws:sts::${otherAccount}:assumed-role/Pipeline/build` },
  });
  expect(answer.Credentials?.SessionToken).toBeTruthy();
});

/** The token with other claims below the old signature, or with another header. */
function changed(part: 0 | 1, members: Record<string, unknown>): string {
  const parts = token().split('.');
  const old = JSON.parse(Buffer.from(parts[part] ?? '', 'base64url').toString()) as object;
  parts[part] = Buffer.from(JSON.stringify({ ...old, ...members })).toString('base64url');
  return parts.join('.');
}

test.each<[string, () => string, string]>([
  [
    'changed claims',
    () => changed(1, { sub: 'repo:example/admin' }),
    'The signature of the token is invalid',
  ],
  [
    "another's signature",
    () => token({}, oidcIdentityProvider(companyOidc.issuer)),
    'The signature of the token is invalid',
  ],
  ['no signature', () => changed(0, { alg: 'none' }), 'The ID Token provided is not a valid JWT.'],
  ['words', () => 'not a token', 'The ID Token provided is not a valid JWT.'],
  ['another audience', () => token({ aud: 'other' }), 'Incorrect token audience'],
  ['no subject', () => token({ sub: undefined }), 'Missing a required claim: sub'],
  ['no time', () => token({ iat: undefined }), 'Missing a required claim: iat'],
  [
    'an unknown issuer',
    () => token({ iss: 'https://evil.example' }),
    'No OpenIDConnect provider found in your account for https://evil.example',
  ],
])('a token with %s is invalid', async (_what, given, message) => {
  expect(refusal(await assume(given()))).toEqual([400, 'InvalidIdentityToken', message]);
});

test("the provider must be that of the role's account", async () => {
  const elsewhere = { RoleArn: `arn:aws:iam::${account}:role/Pipeline` };
  expect((await assume(token(), elsewhere)).message).toMatch(
    /^No OpenIDConnect provider found in your account/,
  );
});

test("a token ends by AWS's clock", async () => {
  const given = token();
  aws.clock.advance(240_000);
  expect((await assume(given)).status).toBe(200);
  aws.clock.advance(60_000);
  const { status, code, message } = await assume(given);
  expect([status, code]).toEqual([400, 'ExpiredTokenException']);
  expect(message).toMatch(/^Token expired: current date\/time \d{10} must be before the expiration/);
});

test.each<[string, () => string, Record<string, string>]>([
  ['trusts other subjects', () => token({ sub: 'repo:other/shop' }), {}],
  ['trusts another provider', () => token(), { RoleArn: roleArnOf('Brief') }],
  ['trusts no provider', () => token(), { RoleArn: roleArnOf('Long') }],
  ['does not exist', () => token(), { RoleArn: roleArnOf('Nothing') }],
])('a role that %s is denied without a caller', async (_what, given, parameters) => {
  expect(refusal(await assume(given(), parameters))).toEqual([
    403,
    'AccessDenied',
    'Not authorized to perform sts:AssumeRoleWithWebIdentity',
  ]);
});

test('the session name is needed, in the usual characters; ProviderId is not known', async () => {
  expect((await assume(token(), { RoleSessionName: 'a b' })).code).toBe('ValidationError');
  expect((await assume(token(), { ProviderId: 'www.example.com' })).code).toBe('UnknownParameter');
});
