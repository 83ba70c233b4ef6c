/** How long the keys of every call of STS live: one row a fact, below, at and above each bound, and AWS's defaults. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseRoleArn, type RoleArn } from '../../src-main/core/arn.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import {
  audience,
  companyOidc,
  companySaml,
  federatedOrganisation,
  samlArn,
  subject,
} from '../aws/support/federatedOrganisation.ts';
import { roleArnOf } from '../aws/support/smallOrganisation.ts';
import { createAppOnAws, type AppOnAws } from '../support/appOnAws.ts';
import { atTheDoor, type Ask } from '../support/atTheDoor.ts';

let aws: Aws;
let at: AppOnAws;
let ask: Ask;
let count = 0;

const long = parseRoleArn(roleArnOf('Long'));
const staff = parseRoleArn(roleArnOf('Staff', '/company/'));
const pipeline = parseRoleArn(roleArnOf('Pipeline'));

beforeAll(async () => {
  aws = await startAws({ organisations: [federatedOrganisation()] });
  at = await createAppOnAws(aws);
  ask = atTheDoor(at.app);
  const token = join(at.folder, 'token');
  const { accessKeyId, secretAccessKey } = aws.accessKeyOf('ada');
  await ask('addIamUser', { name: 'ada', accessKeyId, secretAccessKey });
  await ask('changeIamUser', { name: 'ada', mfaSerial: null });
  await ask('addProfile', { name: 'first', from: 'ada', steps: [{ roleArn: long }] });
  const oidc = { kind: 'file', path: token } as const;
  await ask('addSource', {
    source: { kind: 'web-identity', name: 'ci', region: 'eu-west-1', from: oidc },
  });
  const pasted = { kind: 'pasted' } as const;
  await ask('addSource', { source: { kind: 'saml', name: 'company', region: 'eu-west-1', from: pasted } });
  await ask('addProfile', { name: 'federated', from: 'company', steps: [{ roleArn: staff }] });
  const iat = Math.floor(aws.clock.now() / 1000);
  await writeFile(token, companyOidc.token({ aud: audience, sub: subject, iat, exp: iat + 300 }));
  const claims = { now: aws.clock.now(), subject: 'grace', sessionName: 'grace' };
  const assertion = companySaml.respond({ ...claims, roles: [[staff, samlArn]] });
  await ask('presentAssertion', { source: 'company', assertion });
});
beforeEach(() => {
  aws.requests.length = 0;
});
afterAll(async () => {
  await at.remove();
  await aws.close();
});

/** Seconds from now to the end of the keys that are asked for. */
type Life = (durationSeconds: number | null) => Promise<number>;

const until = (end: string | null): number => (Date.parse(end ?? '') - aws.clock.now()) / 1000;

const ofProfile =
  (from: string, roleArn: RoleArn): Life =>
  async (durationSeconds) => {
    count += 1;
    const name = `p${count}`;
    await ask('addProfile', { name, from, steps: [{ roleArn, durationSeconds }] });
    return until((await ask('credentials', { profile: name })).expiration);
  };

const ofSession: Life = async (sessionSeconds) => {
  await ask('changeIamUser', { name: 'ada', sessionSeconds });
  return until((await ask('credentials', { profile: 'ada' })).expiration);
};

const ofConsole: Life = async (seconds) => {
  const durationSeconds = seconds ?? undefined;
  return until((await ask('consoleLink', { profile: 'ada', durationSeconds })).endsAt);
};

const hour = 3600;
describe.each<[call: string, most: number, usual: number, named: RegExp, life: Life]>([
  ['AssumeRole', 12 * hour, hour, /15 minutes to 12 hours/, ofProfile('ada', long)],
  ['AssumeRole', hour, hour, /15 minutes to 1/, ofProfile('first', long)],
  ['AssumeRole', hour, hour, /15 minutes to 1/, ofProfile('federated', long)],
  ['AssumeRoleWithSAML', 12 * hour, hour, /15 minutes to 12 hours/, ofProfile('company', staff)],
  ['AssumeRoleWithWebIdentity', 12 * hour, hour, /15 minutes to 12 hours/, ofProfile('ci', pipeline)],
  ['GetSessionToken', 36 * hour, 12 * hour, /15 minutes to 36 hours/, ofSession],
  // The console takes no more than 12 hours, whatever STS gives.
  ['GetFederationToken', 12 * hour, 12 * hour, /consoleLink/, ofConsole],
])('%s, up to %i seconds', (call, most, usual, named, life) => {
  test.each([899, most + 1])('%i seconds are refused in a sentence, before AWS is asked', async (seconds) => {
    const refused = expect(life(seconds)).rejects;
    await refused.toMatchObject({ code: 'bad-input', message: expect.stringMatching(named) as string });
    expect(aws.requests).toEqual([]);
  });

  test.each([900, most, null])('%s seconds are given', async (seconds) => {
    const given = await life(seconds);
    expect(given).toBeGreaterThan((seconds ?? usual) - 60);
    expect(given).toBeLessThanOrEqual(seconds ?? usual);
    // The usual length may be in memory already.
    expect(seconds === 900 ? aws.calls(call) : 1).toBeGreaterThan(0);
  });
});
