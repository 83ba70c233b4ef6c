import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  GetRoleCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListAccountAliasesCommand,
  ListMFADevicesCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startAws, type Aws } from '../standIn.ts';
import { findBotocores, startBotocore } from '../support/botocore.ts';
import { callIam } from '../support/callIam.ts';
import { callSts, keysOf, type Keys, type StsAnswer } from '../support/callSts.ts';
import {
  account,
  mfaSeed,
  mfaSerial,
  otherAccount,
  smallOrganisation,
} from '../support/smallOrganisation.ts';

const fido = `arn:aws:iam::${account}:u2f/user/grace/blue-key`;
const owned = { accountId: account };

let aws: Aws;
let user: Keys;
beforeEach(async () => {
  const ada = { ...owned, name: 'ada', path: '/people/', mfa: { serial: mfaSerial, seed: mfaSeed } };
  aws = await startAws({
    organisations: [
      smallOrganisation({
        accounts: [{ id: account, alias: 'payments' }, { id: otherAccount }],
        users: [
          ada,
          { ...owned, name: 'grace', fido: [fido] },
          { ...ada, name: 'careful', mfa: { ...ada.mfa, serial: `${mfaSerial}-2` }, selfService: true },
          { ...owned, name: 'barred', denied: ['iam:CreateAccessKey'] },
          { accountId: otherAccount, name: 'stranger' },
        ],
        roles: [
          {
            ...owned,
            name: 'Ops',
            path: '/team/',
            maxSessionSeconds: 7200,
            trust: { principals: [`arn:aws:iam::${account}:user/*`], externalId: 'agreed/upon' },
          },
        ],
      }),
    ],
  });
  user = aws.accessKeyOf('ada');
});
afterEach(async () => {
  expect(aws.unknownCalls).toEqual([]);
  await aws.close();
});

const sdk = ({ accessKeyId, secretAccessKey, sessionToken }: Keys = user, endpoint = aws.endpoints.iam) =>
  new IAMClient({
    region: 'us-east-1',
    endpoint,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === null ? {} : { sessionToken }) },
    maxAttempts: 1,
  });
const call = (Action: string, parameters: Record<string, string> = {}, keys: Keys = user) =>
  callIam(aws, keys, { Action, ...parameters });
const refusal = ({ status, code, message }: StsAnswer) => [status, code, message?.replaceAll('&#39;', "'")];
const session = async (of: Keys, parameters: Record<string, string> = {}): Promise<Keys> =>
  keysOf(await callSts(aws, of, { Action: 'GetSessionToken', ...parameters }));
const mfaSession = (name: string, serial: string): Promise<Keys> =>
  session(aws.accessKeyOf(name), { SerialNumber: serial, TokenCode: aws.mfaCodeOf(name) });
const invalidToken = [403, 'InvalidClientTokenId', 'The security token included in the request is invalid'];
const whoAmI = (keys: Keys): Promise<StsAnswer> => callSts(aws, keys, { Action: 'GetCallerIdentity' });

describe('the SDK for JavaScript', () => {
  test('rotates a key: create, use, deactivate, delete', async () => {
    const { AccessKey: made } = await sdk().send(new CreateAccessKeyCommand());
    expect(made).toMatchObject({ UserName: 'ada', Status: 'Active' });
    expect(made?.CreateDate?.getTime()).toBeLessThanOrEqual(aws.clock.now());
    const fresh = {
      accessKeyId: made?.AccessKeyId ?? '',
      secretAccessKey: made?.SecretAccessKey ?? '',
      sessionToken: null,
    };
    const old = { AccessKeyId: user.accessKeyId };
    await sdk(fresh).send(new UpdateAccessKeyCommand({ ...old, Status: 'Inactive' }));
    const { AccessKeyMetadata: keys, IsTruncated } = await sdk(fresh).send(new ListAccessKeysCommand());
    expect(keys?.map(({ AccessKeyId, Status }) => [AccessKeyId, Status])).toEqual([
      [user.accessKeyId, 'Inactive'],
      [fresh.accessKeyId, 'Active'],
    ]);
    expect(IsTruncated).toBe(false);
    await sdk(fresh).send(new DeleteAccessKeyCommand(old));
    expect((await sdk(fresh).send(new ListAccessKeysCommand())).AccessKeyMetadata).toHaveLength(1);
  });

  test('reads the user, its devices, the account and a role', async () => {
    const { User } = await sdk().send(new GetUserCommand());
    const arn = `arn:aws:iam::${account}:user/people/ada`;
    expect(User).toMatchObject({ Path: '/people/', UserName: 'ada', Arn: arn });
    const devices = async (UserName?: string) =>
      (await sdk().send(new ListMFADevicesCommand({ UserName }))).MFADevices?.map((one) => one.SerialNumber);
    expect([await devices(), await devices('grace'), await devices('barred')]).toEqual([
      [mfaSerial],
      [fido],
      [],
    ]);
    expect((await sdk().send(new ListAccountAliasesCommand())).AccountAliases).toEqual(['payments']);
    const { Role } = await sdk().send(new GetRoleCommand({ RoleName: 'Ops' }));
    expect(Role).toMatchObject({ Arn: `arn:aws:iam::${account}:role/team/Ops`, MaxSessionDuration: 7200 });
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toContain(
      '"sts:ExternalId":"agreed/upon"',
    );
  });

  test('hears the refusals by name', async () => {
    await expect(sdk().send(new GetUserCommand({ UserName: 'nobody' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      $metadata: { httpStatusCode: 404 },
    });
    await sdk().send(new CreateAccessKeyCommand());
    await expect(sdk().send(new CreateAccessKeyCommand())).rejects.toMatchObject({
      name: 'LimitExceededException',
      $metadata: { httpStatusCode: 409 },
    });
  });

  test('finds IAM and STS below one endpoint', async () => {
    expect((await sdk(user, aws.url).send(new GetUserCommand())).User?.UserName).toBe('ada');
    expect((await callSts(aws, user, { Action: 'GetCallerIdentity' }, { endpoint: aws.url })).status).toBe(
      200,
    );
    expect(aws.environment()['AWS_ENDPOINT_URL_IAM']).toBe(aws.endpoints.iam);
  });
});

test('botocore reads the keys, and hears of the limit', async ({ skip }) => {
  const python = findBotocores()[0]?.python;
  if (python === undefined) return skip('no python3 with botocore on this machine');
  const botocore = startBotocore(python);
  const make = (operation: string) =>
    botocore.call({
      ...{ service: 'iam', operation, parameters: {}, keys: user },
      ...{ region: 'us-east-1', endpoint: aws.endpoints.iam },
    });
  try {
    expect((await make('CreateAccessKey')).ok).toMatchObject({ AccessKey: { UserName: 'ada' } });
    expect((await make('ListAccessKeys')).ok).toMatchObject({ AccessKeyMetadata: [{}, {}] });
    expect(await make('CreateAccessKey')).toMatchObject({ status: 409, code: 'LimitExceeded' });
  } finally {
    botocore.close();
  }
});

describe('keys', () => {
  test('two at most, inactive ones counted', async () => {
    const made = await call('CreateAccessKey');
    const id = made.element('AccessKeyId') ?? '';
    await call('UpdateAccessKey', { AccessKeyId: id, Status: 'Inactive' });
    expect(refusal(await call('CreateAccessKey'))).toEqual([
      409,
      'LimitExceeded',
      'Cannot exceed quota for AccessKeysPerUser: 2',
    ]);
    await call('DeleteAccessKey', { AccessKeyId: id });
    expect((await call('CreateAccessKey')).status).toBe(200);
  });

  test('an inactive key and a deleted one are unknown to STS and IAM; a reactivated one is good', async () => {
    const made = keysOf(await call('CreateAccessKey'));
    const fresh = { ...made, sessionToken: null };
    const one = { AccessKeyId: fresh.accessKeyId };
    for (const change of [
      () => call('UpdateAccessKey', { ...one, Status: 'Inactive' }),
      () => call('DeleteAccessKey', one),
    ]) {
      expect((await whoAmI(fresh)).status).toBe(200);
      expect((await change()).status).toBe(200);
      expect(refusal(await whoAmI(fresh))).toEqual(invalidToken);
      expect(refusal(await call('GetUser', {}, fresh))).toEqual(invalidToken);
      await call('UpdateAccessKey', { ...one, Status: 'Active' });
    }
  });

  test('the rest of AWS hears of a change later, IAM lists it at once', async () => {
    aws.behaviour.iamDelayMs = 8000;
    const fresh = { ...keysOf(await call('CreateAccessKey')), sessionToken: null };
    expect((await call('ListAccessKeys')).text).toContain(fresh.accessKeyId);
    expect(refusal(await whoAmI(fresh))).toEqual(invalidToken);
    aws.clock.advance(8000);
    expect((await whoAmI(fresh)).status).toBe(200);
    const change = { AccessKeyId: fresh.accessKeyId, Status: 'Inactive' };
    expect((await call('UpdateAccessKey', change)).status).toBe(200);
    expect((await call('ListAccessKeys')).text).toContain('<Status>Inactive</Status>');
    expect((await whoAmI(fresh)).status).toBe(200);
    aws.clock.advance(8000);
    expect(refusal(await whoAmI(fresh))).toEqual(invalidToken);
  });

  test("one that is not the named user's is not found", async () => {
    const other = aws.accessKeyOf('grace').accessKeyId;
    for (const [action, more] of [
      ['UpdateAccessKey', { Status: 'Inactive' }],
      ['DeleteAccessKey', {}],
    ] as const) {
      expect(refusal(await call(action, { ...more, AccessKeyId: other }))).toEqual([
        404,
        'NoSuchEntity',
        `The Access Key with id ${other} cannot be found.`,
      ]);
      expect((await call(action, { ...more, AccessKeyId: other, UserName: 'grace' })).status).toBe(200);
    }
  });

  test('its last use is told, N/A when there was none', async () => {
    const id = aws.accessKeyOf('grace').accessKeyId;
    const never = await call('GetAccessKeyLastUsed', { AccessKeyId: id });
    expect(['UserName', 'ServiceName', 'Region', 'LastUsedDate'].map(never.element)).toEqual([
      'grace',
      'N/A',
      'N/A',
      undefined,
    ]);
    await whoAmI(user);
    aws.clock.advance(60_000);
    const { AccessKeyLastUsed } = await sdk(aws.accessKeyOf('ada')).send(
      new GetAccessKeyLastUsedCommand({ AccessKeyId: user.accessKeyId }),
    );
    expect(AccessKeyLastUsed).toMatchObject({ ServiceName: 'sts', Region: 'eu-west-1' });
    expect(AccessKeyLastUsed?.LastUsedDate?.getTime()).toBeLessThan(aws.clock.now() - 50_000);
    const foreign = { AccessKeyId: aws.accessKeyOf('stranger').accessKeyId };
    expect((await call('GetAccessKeyLastUsed', foreign)).code).toBe('AccessDenied');
  });

  test('come in pages', async () => {
    aws.accessKeyOf('ada');
    const first = await call('ListAccessKeys', { MaxItems: '1' });
    expect([first.element('IsTruncated'), first.element('AccessKeyId')]).toEqual(['true', user.accessKeyId]);
    const Marker = first.element('Marker') ?? '';
    const last = await call('ListAccessKeys', { MaxItems: '1', Marker });
    expect([last.element('IsTruncated'), last.element('Marker')]).toEqual(['false', undefined]);
    expect(last.text).not.toContain(user.accessKeyId);
    expect(refusal(await call('ListAccessKeys', { Marker: 'made up' }))).toEqual([
      400,
      'ValidationError',
      'Invalid Marker.',
    ]);
  });
});

test.each(['nobody', 'stranger'])('%s is no user of the account', async (UserName) => {
  const missing = [404, 'NoSuchEntity', `The user with name ${UserName} cannot be found.`];
  for (const action of ['GetUser', 'ListAccessKeys', 'ListMFADevices', 'CreateAccessKey']) {
    expect(refusal(await call(action, { UserName }))).toEqual(missing);
  }
});

describe('who may call', () => {
  test('a session of a user says which user it means', async () => {
    const keys = await mfaSession('ada', mfaSerial);
    for (const action of ['ListAccessKeys', 'CreateAccessKey', 'ListMFADevices']) {
      expect(refusal(await call(action, {}, keys))).toEqual([
        400,
        'ValidationError',
        'Must specify userName when calling with non-User credentials',
      ]);
    }
    expect((await call('ListMFADevices', { UserName: 'ada' }, keys)).status).toBe(200);
  });

  test('a session without MFA is unknown to IAM, though STS knows it', async () => {
    const keys = await session(user);
    expect((await whoAmI(keys)).status).toBe(200);
    expect(refusal(await call('GetUser', { UserName: 'ada' }, keys))).toEqual(invalidToken);
  });

  test('a federated user may not, a role may', async () => {
    const federated = await callSts(aws, user, { Action: 'GetFederationToken', Name: 'grace' });
    expect((await call('GetUser', { UserName: 'ada' }, keysOf(federated))).code).toBe('AccessDenied');
    const role = { RoleArn: `arn:aws:iam::${account}:role/team/Ops`, ExternalId: 'agreed/upon' };
    const assumed = await callSts(aws, user, { Action: 'AssumeRole', RoleSessionName: 'ada', ...role });
    expect((await call('GetUser', { UserName: 'ada' }, keysOf(assumed))).status).toBe(200);
    expect((await call('GetUser', {}, keysOf(assumed))).code).toBe('ValidationError');
  });

  const careful = `arn:aws:iam::${account}:user/people/careful`;
  test('under the self-service policy: nothing but a look at oneself without MFA', async () => {
    const keys = aws.accessKeyOf('careful');
    expect(refusal(await call('CreateAccessKey', {}, keys))).toEqual([
      403,
      'AccessDenied',
      `User: ${careful} is not authorized to perform: iam:CreateAccessKey on resource: user careful with an explicit deny in an identity-based policy`,
    ]);
    expect((await call('GetUser', {}, keys)).status).toBe(200);
    expect((await call('ListMFADevices', {}, keys)).status).toBe(200);
  });

  test('under the self-service policy: all of oneself with MFA, and of nobody else', async () => {
    const keys = await mfaSession('careful', `${mfaSerial}-2`);
    expect((await call('CreateAccessKey', { UserName: 'careful' }, keys)).status).toBe(200);
    expect(refusal(await call('ListAccessKeys', { UserName: 'ada' }, keys))).toEqual([
      403,
      'AccessDenied',
      `User: ${careful} is not authorized to perform: iam:ListAccessKeys on resource: user ada because no identity-based policy allows the iam:ListAccessKeys action`,
    ]);
  });

  test('what no policy allows is denied, and only that', async () => {
    const keys = aws.accessKeyOf('barred');
    expect((await call('CreateAccessKey', {}, keys)).message).toMatch(
      /on resource: user barred because no identity-based policy allows the iam:CreateAccessKey action$/,
    );
    expect((await call('ListAccessKeys', {}, keys)).status).toBe(200);
  });

  test('the signature is for iam, in the one region where IAM is', async () => {
    const tampered = async (tampering: Parameters<typeof callIam>[3]) =>
      (await callIam(aws, user, { Action: 'GetUser' }, tampering)).message?.replaceAll('&#39;', "'");
    expect(await tampered({ region: 'eu-west-1' })).toBe(
      "Credential should be scoped to a valid region, not 'eu-west-1'.",
    );
    expect(await tampered({ service: 'sts' })).toBe("Credential should be scoped to correct service: 'iam'.");
    expect(await tampered({ endpoint: aws.endpointsIn('eu-west-1').iam })).toBeUndefined();
  });
});

test('a virtual device shows a new code every 30 seconds', async () => {
  const first = aws.mfaCodeOf('ada');
  const get = (TokenCode: string) =>
    callSts(aws, user, { Action: 'GetSessionToken', SerialNumber: mfaSerial, TokenCode });
  expect((await get(first)).status).toBe(200);
  expect((await get(first)).code).toBe('AccessDenied');
  expect((await get(aws.nextMfaCodeOf('ada'))).status).toBe(200);
  expect(() => aws.mfaCodeOf('grace')).toThrow(/no IAM user 'grace' with a virtual MFA device/);
});

test.each([
  ['UpdateAccessKey', { AccessKeyId: 'A'.repeat(20), Status: 'Off' }, /enum value set: \[Active, Expired/],
  ['DeleteAccessKey', {}, /^1 validation error detected: Value null at 'accessKeyId'/],
  ['GetUser', { UserName: 'a b' }, /at 'userName' failed .* pattern: \[\\w\+=,\.@-\]\+$/],
  ['ListAccessKeys', { MaxItems: '1001' }, /at 'maxItems' .* less than or equal to 1000$/],
])('%s with %j is refused', async (action, parameters, message) => {
  const [status, code, text] = refusal(await call(action, parameters));
  expect([status, code]).toEqual([400, 'ValidationError']);
  expect(text).toMatch(message);
});

test('a refusal is XML of IAM; another action, version or parameter is refused and noted', async () => {
  const { status, code, text } = await call('DeleteUser', { UserName: 'ada' });
  expect([status, code]).toEqual([400, 'InvalidAction']);
  expect(text).toMatch(
    /^<ErrorResponse xmlns="https:\/\/iam\.amazonaws\.com\/doc\/2010-05-08\/"><Error><Type>Sender<\/Type>.*<RequestId>/,
  );
  expect((await call('GetUser', { Version: '2011-06-15' })).code).toBe('InvalidAction');
  expect((await call('GetUser', { Verbose: 'true' })).code).toBe('UnknownParameter');
  expect(aws.unknownCalls.splice(0)).toHaveLength(3);
});
