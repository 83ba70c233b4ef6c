/** How long the credentials of every call of STS live: one row a call, below, at and above each bound. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAws, type Aws } from '../standIn.ts';
import { callSts, keysOf, type StsAnswer } from '../support/callSts.ts';
import { callUnsignedSts } from '../support/callUnsignedSts.ts';
import {
  audience,
  companyOidc,
  companySaml,
  federatedOrganisation,
  samlArn,
  subject,
} from '../support/federatedOrganisation.ts';
import { roleArnOf } from '../support/smallOrganisation.ts';

let aws: Aws;
beforeAll(async () => {
  aws = await startAws({ organisations: [federatedOrganisation()] });
});
afterAll(() => aws.close());

type Call = (duration: Record<string, string>) => Promise<StsAnswer>;

const signed =
  (parameters: Record<string, string>): Call =>
  (duration) =>
    callSts(aws, aws.accessKeyOf('ada'), { ...parameters, ...duration });
const long = { Action: 'AssumeRole', RoleArn: roleArnOf('Long'), RoleSessionName: 'ada' };

const chained: Call = async (duration) => {
  const keys = keysOf(await signed({ Action: 'GetSessionToken' })({}));
  return callSts(aws, keys, { ...long, ...duration });
};
const withSaml: Call = (duration) => {
  const role = roleArnOf('Staff', '/company/');
  const claims = { now: aws.clock.now(), subject: 'grace', sessionName: 'grace' };
  return callUnsignedSts(aws, {
    Action: 'AssumeRoleWithSAML',
    RoleArn: role,
    PrincipalArn: samlArn,
    SAMLAssertion: companySaml.respond({ ...claims, roles: [[role, samlArn]] }),
    ...duration,
  });
};
const withWebIdentity: Call = (duration) => {
  const iat = Math.floor(aws.clock.now() / 1000);
  return callUnsignedSts(aws, {
    Action: 'AssumeRoleWithWebIdentity',
    RoleArn: roleArnOf('Pipeline'),
    RoleSessionName: 'build',
    WebIdentityToken: companyOidc.token({ aud: audience, sub: subject, iat, exp: iat + 300 }),
    ...duration,
  });
};

const hour = 3600;
describe.each<[string, Call, number, number]>([
  ['AssumeRole', signed(long), 12 * hour, hour],
  ['AssumeRole in a chain', chained, hour, hour],
  ['AssumeRoleWithSAML', withSaml, 12 * hour, hour],
  ['AssumeRoleWithWebIdentity', withWebIdentity, 12 * hour, hour],
  ['GetSessionToken', signed({ Action: 'GetSessionToken' }), 36 * hour, 12 * hour],
  ['GetFederationToken', signed({ Action: 'GetFederationToken', Name: 'grace' }), 36 * hour, 12 * hour],
])('%s', (_name, call, most, usual) => {
  test.each([899, most + 1])('%i seconds are refused', async (seconds) => {
    const { status, code, message } = await call({ DurationSeconds: String(seconds) });
    expect([status, code]).toEqual([400, 'ValidationError']);
    expect(message).toMatch(/than or equal to (900|43200|129600)$|exceeds the 1 hour session limit/);
  });

  test.each([900, most, undefined])('%s seconds are given', async (seconds) => {
    const before = Math.floor(aws.clock.now() / 1000);
    const answer = await call(seconds === undefined ? {} : { DurationSeconds: String(seconds) });
    const life = Date.parse(answer.element('Expiration') ?? '') / 1000 - before;
    expect(answer.status).toBe(200);
    // What the call itself took may come on top.
    expect(life).toBeGreaterThanOrEqual(seconds ?? usual);
    expect(life).toBeLessThan((seconds ?? usual) + 60);
  });
});
