import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IssuedCredential } from '../issuedCredentials.ts';
import { startAws, type Aws } from '../standIn.ts';
import { callSts, keysOf, type Keys, type StsAnswer } from '../support/callSts.ts';
import {
  account,
  mfaSeed,
  mfaSerial,
  otherAccount,
  roleArnOf,
  smallOrganisation,
} from '../support/smallOrganisation.ts';
import { wire } from '../support/wire.ts';
import { totp } from '../totp.ts';

const whoAmI = { Action: 'GetCallerIdentity' };

let aws: Aws;
let user: IssuedCredential;
beforeEach(async () => {
  aws = await startAws({ organisations: [smallOrganisation()], behaviour: { portalRate: null } });
  user = aws.accessKeyOf('ada');
});
afterEach(async () => {
  expect(aws.unknownCalls).toEqual([]);
  await aws.close();
});

const assume = (
  name: string,
  parameters: Record<string, string> = {},
  keys: Keys = user,
): Promise<StsAnswer> =>
  callSts(aws, keys, {
    Action: 'AssumeRole',
    RoleArn: roleArnOf(name, name === 'Ops' ? '/team/' : '/'),
    RoleSessionName: 'ada',
    ...parameters,
  });

/** Keys of Identity Center, as the portal gives them. */
async function portalKeys(set = 'Admin'): Promise<Keys> {
  const client = wire(aws);
  const { accessToken } = await client.signIn();
  const { body } = await client.portal(
    `/federation/credentials?account_id=${account}&role_name=${set}`,
    accessToken,
  );
  return body['roleCredentials'] as Keys;
}

describe('who somebody is', () => {
  test('a user keeps its path in the ARN', async () => {
    const answer = await callSts(aws, user, whoAmI);
    expect(answer.element('Arn')).toBe(`arn:aws:iam::${account}:user/people/ada`);
    expect(answer.element('UserId')).toMatch(/^AIDA[A-Z2-7]{17}$/);
  });

  test('a role loses its path; the session name follows', async () => {
    const answer = await callSts(aws, keysOf(await assume('Ops')), whoAmI);
    expect(answer.element('Arn')).toBe(`arn:aws:sts::${otherAccount}:assumed-role/Ops/ada`);
    expect(answer.element('UserId')).toMatch(/^AROA[A-Z2-7]{17}:ada$/);
    expect(answer.element('Account')).toBe(otherAccount);
  });

  test("Identity Center's role has 16 hex digits, and the person as session name", async () => {
    expect((await callSts(aws, await portalKeys(), whoAmI)).element('Arn')).toMatch(
      new RegExp(
        `^arn:aws:sts::${account}:assumed-role/AWSReservedSSO_Admin_[0-9a-f]{16}/ada@example\\.com$`,
      ),
    );
  });

  test('GET does as well as POST, with the prefix ending in a slash or not', async () => {
    for (const endpoint of [aws.endpoints.sts, `${aws.endpoints.sts}/`, `${aws.url}/`]) {
      expect((await callSts(aws, user, whoAmI, { method: 'GET', endpoint })).status).toBe(200);
      expect((await callSts(aws, user, whoAmI, { endpoint })).status).toBe(200);
    }
  });
});

describe('signatures', () => {
  const codeOf = async (tampering: Parameters<typeof callSts>[3], keys: Keys = user): Promise<unknown[]> => {
    const { status, code } = await callSts(aws, keys, whoAmI, tampering);
    return [status, code];
  };

  test.each<[string, (headers: Record<string, string>) => void, number, string]>([
    [
      'none at all',
      (headers) => {
        delete headers['authorization'];
      },
      403,
      'MissingAuthenticationToken',
    ],
    [
      'another algorithm',
      (headers) => {
        headers['authorization'] = 'Basic eDp5';
      },
      400,
      'IncompleteSignature',
    ],
    [
      'no date',
      (headers) => {
        delete headers['x-amz-date'];
      },
      400,
      'IncompleteSignature',
    ],
    [
      'a date in words',
      (headers) => {
        headers['x-amz-date'] = 'today';
      },
      400,
      'IncompleteSignature',
    ],
    [
      'a changed header',
      (headers) => {
        headers['content-type'] = 'text/plain';
      },
      403,
      'SignatureDoesNotMatch',
    ],
    [
      'a token that was not signed',
      (headers) => {
        headers['x-amz-security-token'] = 'added';
      },
      403,
      'SignatureDoesNotMatch',
    ],
  ])('%s', async (_what, after, status, code) => {
    expect(await codeOf({ after })).toEqual([status, code]);
  });

  test('all that is missing is named at once', async () => {
    const { message } = await callSts(aws, user, whoAmI, {
      after: (headers) => {
        headers['authorization'] = 'AWS4-HMAC-SHA256 Signature=00';
      },
    });
    expect(message).toContain('&#39;Credential&#39;');
    expect(message).toContain('&#39;SignedHeaders&#39;');
  });

  test('a host that was not signed', async () => {
    const after = (headers: Record<string, string>): void => {
      headers['authorization'] = headers['authorization']?.replace(';host', '') ?? '';
    };
    expect(await codeOf({ after })).toEqual([403, 'SignatureDoesNotMatch']);
  });

  test.each([
    ['16 minutes old', -16, /^Signature expired: \d{8}T\d{6}Z is now earlier than .* - 15 min\.\)$/],
    ['16 minutes early', 16, /^Signature not yet current: .* \+ 15 min\.\)$/],
  ])('%s', async (_what, minutes, message) => {
    const answer = await callSts(aws, user, whoAmI, { signedAt: aws.clock.now() + minutes * 60_000 });
    expect([answer.status, answer.code]).toEqual([403, 'SignatureDoesNotMatch']);
    expect(answer.message).toMatch(message);
  });

  test('14 minutes either way are good', async () => {
    for (const minutes of [-14, 14]) {
      expect(
        (await callSts(aws, user, whoAmI, { signedAt: aws.clock.now() + minutes * 60_000 })).status,
      ).toBe(200);
    }
  });

  test('faults of the scope are named together, and an endpoint of a region takes that region only', async () => {
    const { message } = await callSts(aws, user, whoAmI, { region: 'nowhere', service: 's3' });
    expect(message).toBe(
      'Credential should be scoped to a valid region, not &#39;nowhere&#39;. ' +
        'Credential should be scoped to correct service: &#39;sts&#39;.',
    );
    const endpoint = aws.endpointsIn('us-east-1').sts;
    expect(await codeOf({ endpoint, region: 'eu-west-1' })).toEqual([403, 'SignatureDoesNotMatch']);
    expect(await codeOf({ endpoint, region: 'us-east-1' })).toEqual([200, undefined]);
  });

  test('keys: unknown, inactive, without their token, with a wrong secret, expired', async () => {
    const keys = await portalKeys();
    const unknownKey = {
      ...user,
      accessKeyId: user.accessKeyId.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
    };
    expect(await codeOf({}, unknownKey)).toEqual([403, 'InvalidClientTokenId']);
    expect(await codeOf({}, { ...keys, sessionToken: null })).toEqual([403, 'InvalidClientTokenId']);
    expect(await codeOf({}, { ...keys, secretAccessKey: 'wrong' })).toEqual([403, 'SignatureDoesNotMatch']);
    aws.clock.advance(3_600_000);
    expect(await codeOf({}, keys)).toEqual([403, 'ExpiredToken']);
    user.active = false;
    expect(await codeOf({})).toEqual([403, 'InvalidClientTokenId']);
  });
});

describe('what AssumeRole checks itself', () => {
  const pattern = '[\\w+=,.@-]*';
  test.each([
    ['a', `Member must have length greater than or equal to 2`],
    ['a b', `Member must satisfy regular expression pattern: ${pattern}`],
    ['a'.repeat(65), `Member must have length less than or equal to 64`],
  ])('the session name %s', async (name, constraint) => {
    const answer = await assume('Ops', { RoleSessionName: name });
    expect([answer.status, answer.code]).toEqual([400, 'ValidationError']);
    expect(answer.message).toBe(
      `1 validation error detected: Value &#39;${name}&#39; at &#39;roleSessionName&#39; failed to satisfy constraint: ${constraint}`,
    );
  });

  test('several faults come together', async () => {
    const { message } = await callSts(aws, user, {
      Action: 'AssumeRole',
      DurationSeconds: '899',
      ExternalId: 'x',
    });
    expect(message).toMatch(/^4 validation errors detected: Value null at &#39;roleArn&#39;/);
  });

  const tag = (index: number, key: string): Record<string, string> => ({
    [`Tags.member.${index}.Key`]: key,
    [`Tags.member.${index}.Value`]: '',
  });

  test.each<[string, string, Record<string, string>]>([
    ['Ops', "the role's maximum", { DurationSeconds: '7200' }],
    ['Tagged', 'a tag and a source identity', { ...tag(1, 'a'), SourceIdentity: 'ada' }],
    ['Ops', 'a policy', { Policy: '{"Statement":[]}' }],
  ])('%s is given for %s', async (name, _what, parameters) => {
    expect((await assume(name, parameters)).status).toBe(200);
  });

  test.each<[string, string, Record<string, string>, RegExp]>([
    ['Ops', 'too long', { DurationSeconds: '7201' }, /exceeds the MaxSessionDuration set for this role/],
    ['Ops', 'a short account', { RoleArn: 'arn:aws:iam::12:role/Short' }, /role\/Short is invalid$/],
    ['Ops', 'no JSON', { Policy: 'not json' }, /invalid Json/],
    [
      'Ops',
      'a long policy',
      { Policy: `{"Statement":"${'x'.repeat(3000)}"}` },
      /^Packed policy consumes 148%/,
    ],
    ['Tagged', 'one tag twice', { ...tag(1, 'a'), ...tag(2, 'A') }, /^Duplicate tag keys/],
    [
      'Tagged',
      'no such tag',
      { 'TransitiveTagKeys.member.1': 'a' },
      /must be included in the requested tags/,
    ],
  ])('%s is refused for %s', async (name, _what, parameters, message) => {
    const answer = await assume(name, parameters);
    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(message);
  });
});

describe('trust', () => {
  const denied = (action: string, name: string): string =>
    `User: arn:aws:iam::${account}:user/people/ada is not authorized to perform: ${action} on resource: ${roleArnOf(name)}`;

  test.each<[string, string, Record<string, string>, string]>([
    ['a role that does not exist', 'Nothing', {}, 'sts:AssumeRole'],
    ['no external id', 'Partner', {}, 'sts:AssumeRole'],
    ['a wrong external id', 'Partner', { ExternalId: 'guessed' }, 'sts:AssumeRole'],
    ['no MFA', 'Careful', {}, 'sts:AssumeRole'],
    ['somebody else', 'AdminsOnly', {}, 'sts:AssumeRole'],
    [
      'tags that the trust does not allow',
      'Partner',
      { ExternalId: 'agreed/upon', 'Tags.member.1.Key': 'a', 'Tags.member.1.Value': 'b' },
      'sts:TagSession',
    ],
    [
      'a source identity that it does not allow',
      'Partner',
      { ExternalId: 'agreed/upon', SourceIdentity: 'ada' },
      'sts:SetSourceIdentity',
    ],
  ])('%s is the same AccessDenied', async (_what, name, parameters, action) => {
    const answer = await assume(name, parameters);
    expect([answer.status, answer.code, answer.message]).toEqual([403, 'AccessDenied', denied(action, name)]);
  });

  test('the agreed external id opens the role', async () => {
    expect((await assume('Partner', { ExternalId: 'agreed/upon' })).status).toBe(200);
  });

  test('an Identity Center role can be trusted by its path and a part of its name', async () => {
    expect((await assume('AdminsOnly', {}, await portalKeys('Admin'))).status).toBe(200);
    expect((await assume('AdminsOnly', {}, await portalKeys('ReadOnly'))).status).toBe(403);
  });
});

describe('chaining', () => {
  test('temporary keys get an hour at most, whatever the role allows', async () => {
    const direct = await assume('Ops', { DurationSeconds: '3601' }, await portalKeys());
    const further = await assume('AfterTagged', { DurationSeconds: '3601' }, keysOf(await assume('Tagged')));
    for (const { message } of [direct, further]) {
      expect(message).toBe(
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
      );
    }
    expect((await assume('Ops', {}, await portalKeys())).status).toBe(200);
  });

  test('a transitive tag and the source identity go along and cannot be changed', async () => {
    const tag = { 'Tags.member.1.Key': 'Team', 'Tags.member.1.Value': 'red' };
    const first = await assume('Tagged', {
      ...tag,
      'TransitiveTagKeys.member.1': 'Team',
      SourceIdentity: 'ada',
    });
    const keys = keysOf(first);
    const same = await assume('AfterTagged', {}, keys);
    expect(same.element('SourceIdentity')).toBe('ada');
    const again = { 'Tags.member.1.Key': 'team', 'Tags.member.1.Value': 'blue' };
    expect((await assume('AfterTagged', again, keys)).message).toMatch(/conflicts with a transitive tag key/);
    expect((await assume('AfterTagged', { SourceIdentity: 'grace' }, keys)).code).toBe('AccessDenied');
  });
});

describe('MFA', () => {
  const withCode = (code: string, serial = mfaSerial) =>
    assume('Careful', { SerialNumber: serial, TokenCode: code });

  test('a code opens the role once', async () => {
    const code = totp(mfaSeed, aws.clock.now());
    expect((await withCode(code)).status).toBe(200);
    expect((await withCode(code)).message).toBe(
      'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
    );
    aws.clock.advance(60_000);
    expect((await withCode(totp(mfaSeed, aws.clock.now()))).status).toBe(200);
  });

  test("another's device, and half of the proof", async () => {
    expect((await withCode('000000', 'arn:aws:iam::123456789012:mfa/grace')).message).toMatch(
      /unable to validate MFA/,
    );
    expect((await assume('Careful', { SerialNumber: mfaSerial })).message).toMatch(/must provide both/);
  });

  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [20_000_000_000, '353130'],
  ])('the code of second %i is that of RFC 6238', (second, code) => {
    expect(totp(mfaSeed, second * 1000)).toBe(code);
  });
});

test('another action, version or parameter is refused and noted', async () => {
  const action = await callSts(aws, user, { Action: 'AssumeRoot' });
  expect([action.status, action.code]).toEqual([400, 'InvalidAction']);
  expect((await callSts(aws, user, { ...whoAmI, Version: '2010-05-08' })).code).toBe('InvalidAction');
  expect((await callSts(aws, user, { ...whoAmI, Verbose: 'true' })).code).toBe('UnknownParameter');
  expect(aws.unknownCalls.splice(0)).toHaveLength(3);
});
