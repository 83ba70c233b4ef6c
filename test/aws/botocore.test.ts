/** botocore, the core of the AWS CLI and boto3, as a judge of the stand-in: each version that this machine has. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startAws, type Aws } from './standIn.ts';
import { findBotocores, startBotocore, type Botocore, type BotocoreAnswer } from './support/botocore.ts';
import { account, otherAccount, roleArnOf, smallOrganisation } from './support/smallOrganisation.ts';

const region = 'eu-west-1';
const found = findBotocores();

test('a botocore to judge with', ({ skip }) => {
  if (found.length === 0) skip('no python3 with botocore on this machine: its tests did not run');
});

describe.each(found)('botocore $version', ({ python, version }) => {
  let aws: Aws;
  let botocore: Botocore;
  beforeEach(async () => {
    aws = await startAws({ organisations: [smallOrganisation()], behaviour: { portalRate: null } });
    botocore = startBotocore(python, aws.environment());
  });
  afterEach(async () => {
    botocore.close();
    expect(aws.unknownCalls).toEqual([]);
    await aws.close();
  });

  // Versions before 1.31 know no endpoint variables and are told in the call.
  const knowsVariables = Number(version.split('.')[1]) >= 31;
  const call = (
    service: 'sso-oidc' | 'sso' | 'sts',
    operation: string,
    parameters: Record<string, unknown>,
    keys?: unknown,
  ): Promise<BotocoreAnswer> => {
    const endpoint = { 'sso-oidc': aws.endpoints.ssoOidc, sso: aws.endpoints.sso, sts: aws.endpoints.sts }[
      service
    ];
    return botocore.call({
      ...{ service, operation, parameters, region, keys },
      ...(knowsVariables ? {} : { endpoint }),
    });
  };

  async function startDevice() {
    const { ok } = await call('sso-oidc', 'RegisterClient', {
      clientName: 'botocore-client-corp',
      clientType: 'public',
      scopes: ['sso:account:access'],
    });
    const client = { clientId: ok?.['clientId'], clientSecret: ok?.['clientSecret'] };
    const started = await call('sso-oidc', 'StartDeviceAuthorization', {
      ...client,
      startUrl: aws.organisation.startUrl,
    });
    const poll = (): Promise<BotocoreAnswer> =>
      call('sso-oidc', 'CreateToken', {
        ...client,
        grantType: 'urn:ietf:params:oauth:grant-type:device_code',
        deviceCode: started.ok?.['deviceCode'],
      });
    return { client, poll, userCode: String(started.ok?.['userCode']) };
  }

  async function signIn() {
    const { client, poll, userCode } = await startDevice();
    aws.approve(userCode);
    return { client, token: (await poll()).ok };
  }

  test('signs in, told to wait and to slow down by name', async () => {
    aws.behaviour.interval = 60;
    const { client, poll, userCode } = await startDevice();
    const codes = [(await poll()).code, (await poll()).code, (await poll()).code];
    expect(codes).toEqual([
      'AuthorizationPendingException',
      'AuthorizationPendingException',
      'SlowDownException',
    ]);
    aws.approve(userCode);
    aws.clock.advance(65_000);
    expect((await poll()).ok).toMatchObject({ tokenType: 'Bearer', expiresIn: 3600 });
    const refused = await call('sso-oidc', 'CreateToken', {
      ...client,
      grantType: 'refresh_token',
      refreshToken: 'made-up',
    });
    expect(refused).toMatchObject({ status: 400, code: 'InvalidGrantException' });
  });

  test('lists by pages, gets role credentials, and hears the refusals by name', async () => {
    const { token } = await signIn();
    const accessToken = token?.['accessToken'];
    const first = await call('sso', 'ListAccounts', { accessToken, maxResults: 1 });
    const nextToken = first.ok?.['nextToken'];
    const second = await call('sso', 'ListAccounts', { accessToken, maxResults: 1, nextToken });
    expect(second.ok?.['accountList']).toEqual([{ accountId: otherAccount }]);
    const get = (roleName: string) =>
      call('sso', 'GetRoleCredentials', { accessToken, accountId: account, roleName });
    expect((await get('Admin')).ok?.['roleCredentials']).toHaveProperty('accessKeyId');
    expect(await get('Nothing')).toMatchObject({
      status: 403,
      code: 'ForbiddenException',
      message: 'No access',
    });
    aws.faults.next('portal', 'throttled');
    expect(await get('Admin')).toMatchObject({ status: 429, code: 'TooManyRequestsException' });
    await call('sso', 'Logout', { accessToken });
    expect(await get('Admin')).toMatchObject({ status: 401, code: 'UnauthorizedException' });
  });

  test('asks who it is and assumes a role, for an hour at most', async () => {
    const { token } = await signIn();
    const { ok } = await call('sso', 'GetRoleCredentials', {
      accessToken: token?.['accessToken'],
      accountId: account,
      roleName: 'Admin',
    });
    const keys = ok?.['roleCredentials'];
    expect((await call('sts', 'GetCallerIdentity', {}, keys)).ok?.['Account']).toBe(account);
    const role = { RoleArn: roleArnOf('Ops', '/team/'), RoleSessionName: 'ada' };
    expect((await call('sts', 'AssumeRole', role, keys)).ok?.['AssumedRoleUser']).toMatchObject({
      Arn: `arn:aws:sts::${otherAccount}:assumed-role/Ops/ada`,
    });
    expect(await call('sts', 'AssumeRole', { ...role, DurationSeconds: 7200 }, keys)).toMatchObject({
      status: 400,
      code: 'ValidationError',
    });
    const wrong = { ...(keys as object), secretAccessKey: 'wrong' };
    expect((await call('sts', 'GetCallerIdentity', {}, wrong)).code).toBe('SignatureDoesNotMatch');
  });
});
