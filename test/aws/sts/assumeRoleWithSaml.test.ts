import { createHash } from 'node:crypto';
import { AssumeRoleWithSAMLCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startAws, type Aws } from '../standIn.ts';
import { callSts, keysOf, type StsAnswer } from '../support/callSts.ts';
import { callUnsignedSts } from '../support/callUnsignedSts.ts';
import {
  companySaml,
  federatedOrganisation,
  otherSamlArn,
  samlArn,
} from '../support/federatedOrganisation.ts';
import { otherAccount, roleArnOf } from '../support/smallOrganisation.ts';
import { samlIdentityProvider, type SamlClaims } from './samlIdentityProvider.ts';

let aws: Aws;
beforeEach(async () => {
  aws = await startAws({ organisations: [federatedOrganisation()] });
});
afterEach(async () => {
  expect(aws.unknownCalls).toEqual([]);
  await aws.close();
});

const staff = roleArnOf('Staff', '/company/');
const brief = roleArnOf('Brief');

const respond = (change: Partial<SamlClaims> = {}, provider = companySaml): string =>
  provider.respond({
    now: aws.clock.now(),
    subject: 'grace & co',
    sessionName: 'grace',
    roles: [
      [staff, samlArn],
      [brief, samlArn],
      [staff, otherSamlArn],
      [roleArnOf('Nothing'), samlArn],
    ],
    ...change,
  });
const assume = (assertion: string, parameters: Record<string, string> = {}): Promise<StsAnswer> =>
  callUnsignedSts(aws, {
    Action: 'AssumeRoleWithSAML',
    RoleArn: staff,
    PrincipalArn: samlArn,
    SAMLAssertion: assertion,
    ...parameters,
  });
const refusal = ({ status, code, message }: StsAnswer) => [status, code, message?.replaceAll('&#39;', "'")];

test('an assertion alone opens the role, under the name that it gives', async () => {
  const who = await callSts(aws, keysOf(await assume(respond())), { Action: 'GetCallerIdentity' });
  expect(who.element('Arn')).toBe(`arn:aws:sts::${otherAccount}:assumed-role/Staff/grace`);
});

test('the SDK for JavaScript reads who the identity provider says it is', async () => {
  const client = new STSClient({ region: 'eu-west-1', endpoint: aws.endpoints.sts, maxAttempts: 1 });
  const answer = await client.send(
    new AssumeRoleWithSAMLCommand({ RoleArn: staff, PrincipalArn: samlArn, SAMLAssertion: respond() }),
  );
  const { issuer } = companySaml;
  expect(answer).toMatchObject({
    Subject: 'grace & co',
    SubjectType: 'persistent',
    Issuer: issuer,
    Audience: 'https://signin.aws.amazon.com/saml',
    NameQualifier: createHash('sha1').update(`${issuer}${otherAccount}/Company`).digest('base64'),
    AssumedRoleUser: { Arn: `arn:aws:sts::${otherAccount}:assumed-role/Staff/grace` },
  });
  expect(answer.Credentials?.SessionToken).toBeTruthy();
});

test('who comes with an assertion is not chained, but the next role is', async () => {
  const first = await assume(respond(), { DurationSeconds: '43200' });
  const next = (DurationSeconds: string) =>
    callSts(aws, keysOf(first), {
      Action: 'AssumeRole',
      RoleArn: roleArnOf('Long'),
      RoleSessionName: 'grace',
      DurationSeconds,
    });
  expect((await next('3601')).message).toMatch(/1 hour session limit/);
  expect((await next('3600')).status).toBe(200);
});

test('the console takes a SessionDuration for it, as for no chained role', async () => {
  const { accessKeyId, secretAccessKey, sessionToken } = keysOf(await assume(respond()));
  const query = new URLSearchParams({
    Action: 'getSigninToken',
    SessionDuration: '7200',
    Session: JSON.stringify({ sessionId: accessKeyId, sessionKey: secretAccessKey, sessionToken }),
  });
  expect((await fetch(`${aws.endpoints.signin}/federation?${query.toString()}`)).status).toBe(200);
});

test('a changed assertion is refused', async () => {
  const xml = Buffer.from(respond(), 'base64').toString();
  for (const change of [
    (text: string) => text.replace('grace</saml:AttributeValue>', 'admin</saml:AttributeValue>'),
    (text: string) => text.replace('<saml:AttributeStatement>', '<saml:AttributeStatement> '),
    (text: string) => text.replace(/<ds:Signature .*<\/ds:Signature>/, ''),
  ]) {
    expect(change(xml)).not.toBe(xml);
    const answer = await assume(Buffer.from(change(xml)).toString('base64'));
    expect(refusal(answer)).toEqual([400, 'InvalidIdentityToken', 'Response signature invalid']);
  }
});

test('another assertion beside the signed one is refused', async () => {
  const xml = Buffer.from(respond(), 'base64').toString();
  const [assertion = ''] = /<saml:Assertion .*<\/saml:Assertion>/.exec(xml) ?? [];
  const doubled = xml.replace(assertion, `${assertion}${assertion}`);
  const { message } = await assume(Buffer.from(doubled).toString('base64'));
  expect(message).toBe('Invalid base64 SAMLResponse');
});

test.each<[string, () => string, string]>([
  ['another key', () => respond({}, samlIdentityProvider(companySaml.issuer)), 'Response signature invalid'],
  [
    'another issuer',
    () => respond({}, samlIdentityProvider('https://evil.example')),
    'Issuer not present in specified provider',
  ],
  ['no XML', () => Buffer.from('hello').toString('base64'), 'Invalid base64 SAMLResponse'],
  ['no base64', () => `${respond()}!`, 'Invalid base64 SAMLResponse'],
  [
    'another recipient',
    () => respond({ recipient: 'https://signin.aws.amazon.com.evil.example/saml' }),
    'The assertion is not meant for AWS',
  ],
  ['another audience', () => respond({ audience: 'urn:other' }), 'The assertion is not meant for AWS'],
  ['no session name', () => respond({ sessionName: null }), 'RoleSessionName is required in AuthnResponse'],
  [
    'a session name with a space',
    () => respond({ sessionName: 'grace h' }),
    'RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}',
  ],
  [
    'an impossible duration',
    () => respond({ sessionDuration: '899' }),
    'SessionDuration is not 900 to 43200',
  ],
])('an assertion with %s is an invalid token', async (_what, assertion, message) => {
  expect(refusal(await assume(assertion()))).toEqual([400, 'InvalidIdentityToken', message]);
});

test('a sign-in that failed is a rejected claim', async () => {
  expect(refusal(await assume(respond({ status: 'Responder' }))).slice(0, 2)).toEqual([
    403,
    'IDPRejectedClaim',
  ]);
});

test("an assertion ends by AWS's clock", async () => {
  const assertion = respond();
  aws.clock.advance(240_000);
  expect((await assume(assertion)).status).toBe(200);
  aws.clock.advance(60_000);
  const { status, code, message } = await assume(assertion);
  expect([status, code]).toEqual([400, 'ExpiredTokenException']);
  expect(message).toMatch(
    /^Token expired: current date\/time \d{10} must be before the expiration date\/time\d{10}$/,
  );
});

test('a provider that does not exist is told apart', async () => {
  expect(refusal(await assume(respond(), { PrincipalArn: `${samlArn}2` }))).toEqual([
    400,
    'InvalidIdentityToken',
    "Specified provider doesn't exist",
  ]);
});

test.each<[string, () => string, Record<string, string>]>([
  ['the assertion does not list', () => respond({ roles: [[brief, samlArn]] }), {}],
  ['is listed with another provider', () => respond({ roles: [[staff, otherSamlArn]] }), {}],
  ['does not trust the provider', () => respond(), { PrincipalArn: otherSamlArn }],
  ['does not exist', () => respond(), { RoleArn: roleArnOf('Nothing') }],
])('a role that %s is denied without a caller', async (_what, assertion, parameters) => {
  const answer = await assume(assertion(), parameters);
  expect(refusal(answer)).toEqual([403, 'AccessDenied', 'Not authorized to perform sts:AssumeRoleWithSAML']);
});

test("the role's maximum holds, and its default is an hour whatever SessionDuration says", async () => {
  const short = { RoleArn: brief };
  expect((await assume(respond(), { ...short, DurationSeconds: '7200' })).status).toBe(200);
  expect((await assume(respond(), { ...short, DurationSeconds: '7201' })).message).toMatch(
    /MaxSessionDuration/,
  );
  expect(life(await assume(respond({ sessionDuration: '7200' })))).toBe(3600);
});

test('the session ends no later than the one at the identity provider', async () => {
  const in20Minutes = { sessionNotOnOrAfter: aws.clock.now() + 1_200_000 };
  expect(life(await assume(respond(in20Minutes)))).toBeLessThanOrEqual(1200);
  const over = { sessionNotOnOrAfter: aws.clock.now() };
  expect((await assume(respond(over))).code).toBe('ExpiredTokenException');
});

/** In seconds, to the minute that a slow machine may lose. */
const life = (answer: StsAnswer): number =>
  Math.round((Date.parse(answer.element('Expiration') ?? '') - aws.clock.now()) / 60_000) * 60;
