/** The AWS SDK for JavaScript as a judge: what it reads from the stand-in is what it would read from AWS. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  LogoutCommand,
  SSOClient,
  paginateListAccounts,
  type RoleCredentials,
} from '@aws-sdk/client-sso';
import {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
  type CreateTokenCommandInput,
} from '@aws-sdk/client-sso-oidc';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  STSClient,
  type STSClientConfig,
} from '@aws-sdk/client-sts';
import { fromSSO, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startAws, type Aws } from './standIn.ts';
import { account, otherAccount, roleArnOf, smallOrganisation } from './support/smallOrganisation.ts';

const region = 'eu-west-1';

let aws: Aws;
let oidc: SSOOIDCClient;
let sso: SSOClient;
beforeEach(async () => {
  aws = await startAws({ organisations: [smallOrganisation()], behaviour: { portalRate: null } });
  oidc = new SSOOIDCClient({ region, endpoint: aws.endpoints.ssoOidc, maxAttempts: 1 });
  sso = new SSOClient({ region, endpoint: aws.endpoints.sso, maxAttempts: 1 });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  expect(aws.unknownCalls).toEqual([]);
  await aws.close();
});

/** A token by the device flow, with what is needed to refresh it. */
async function signIn() {
  const registration = await oidc.send(
    new RegisterClientCommand({ clientName: 'js', clientType: 'public', scopes: ['sso:account:access'] }),
  );
  const client = { clientId: registration.clientId, clientSecret: registration.clientSecret };
  const started = await oidc.send(
    new StartDeviceAuthorizationCommand({ ...client, startUrl: aws.organisation.startUrl }),
  );
  const grant: CreateTokenCommandInput = {
    ...client,
    grantType: 'urn:ietf:params:oauth:grant-type:device_code',
    deviceCode: started.deviceCode,
  };
  const poll = () => oidc.send(new CreateTokenCommand(grant));
  return { client, poll, userCode: started.userCode ?? '', registration };
}

async function signedIn() {
  const { poll, userCode, ...rest } = await signIn();
  aws.approve(userCode);
  const { accessToken = '', refreshToken = '' } = await poll();
  return { ...rest, accessToken, refreshToken };
}

async function roleCredentials(roleName = 'Admin') {
  const { accessToken } = await signedIn();
  const answer = await sso.send(new GetRoleCredentialsCommand({ accessToken, accountId: account, roleName }));
  return keysOf(answer.roleCredentials);
}

const keysOf = (credentials: RoleCredentials | undefined) => ({
  accessKeyId: credentials?.accessKeyId ?? '',
  secretAccessKey: credentials?.secretAccessKey ?? '',
  sessionToken: credentials?.sessionToken ?? '',
  expiration: new Date(credentials?.expiration ?? 0),
});

const stsClient = (config: STSClientConfig): STSClient =>
  new STSClient({ region, endpoint: aws.endpoints.sts, maxAttempts: 1, ...config });

describe('signing in', () => {
  test('pending and slow down arrive by name, and the token when the person approved', async () => {
    aws.behaviour.interval = 60;
    const { poll, userCode } = await signIn();
    await expect(poll()).rejects.toMatchObject({
      name: 'AuthorizationPendingException',
      error_description: 'Authorization is still pending',
      $metadata: { httpStatusCode: 400 },
    });
    await expect(poll()).rejects.toMatchObject({ name: 'AuthorizationPendingException' });
    await expect(poll()).rejects.toMatchObject({ name: 'SlowDownException' });
    aws.approve(userCode);
    aws.clock.advance(65_000);
    expect(await poll()).toMatchObject({ tokenType: 'Bearer', expiresIn: 3600 });
  });

  test('a refused refresh is InvalidGrantException, an expired client InvalidClientException', async () => {
    const { client, registration } = await signedIn();
    const refresh = () =>
      oidc.send(new CreateTokenCommand({ ...client, grantType: 'refresh_token', refreshToken: 'made-up' }));
    await expect(refresh()).rejects.toMatchObject({
      name: 'InvalidGrantException',
      error_description: 'Invalid refresh token provided',
    });
    aws.clock.set((registration.clientSecretExpiresAt ?? 0) * 1000);
    await expect(refresh()).rejects.toMatchObject({ name: 'InvalidClientException' });
  });
});

describe('the portal', () => {
  test('accounts come page by page', async () => {
    aws.behaviour.lastPage = 'null';
    const { accessToken } = await signedIn();
    const ids: (string | undefined)[] = [];
    for await (const page of paginateListAccounts({ client: sso, pageSize: 1 }, { accessToken })) {
      ids.push(...(page.accountList ?? []).map(({ accountId }) => accountId));
    }
    expect(ids).toEqual([account, otherAccount]);
    expect(aws.calls('ListAccounts')).toBe(2);
  });

  test('no access, too many calls and signed out arrive by name', async () => {
    const { accessToken } = await signedIn();
    const get = (roleName: string) =>
      sso.send(new GetRoleCredentialsCommand({ accessToken, accountId: account, roleName }));
    await expect(get('Nothing')).rejects.toMatchObject({
      name: 'ForbiddenException',
      message: 'No access',
      $metadata: { httpStatusCode: 403 },
    });
    aws.faults.next('portal', 'throttled');
    await expect(get('Admin')).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await sso.send(new LogoutCommand({ accessToken }));
    await expect(get('Admin')).rejects.toMatchObject({ name: 'UnauthorizedException' });
    await expect(
      sso.send(new ListAccountRolesCommand({ accessToken, accountId: account })),
    ).rejects.toMatchObject({ name: 'UnauthorizedException', message: 'Session token not found or invalid' });
  });

  test('the SDK tries again after 429', async () => {
    const { accessToken } = await signedIn();
    const patient = new SSOClient({ region, endpoint: aws.endpoints.sso });
    aws.faults.next('ListAccountRoles', 'throttled');
    await patient.send(new ListAccountRolesCommand({ accessToken, accountId: account }));
    expect(aws.requests.slice(-2).map(({ status }) => status)).toEqual([429, 200]);
  });
});

describe('STS', () => {
  test('role credentials say who they are, and assume a role for an hour at most', async () => {
    const credentials = await roleCredentials();
    const client = stsClient({ credentials });
    const identity = await client.send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toMatch(/:assumed-role\/AWSReservedSSO_Admin_[0-9a-f]{16}\/ada@example\.com$/);
    const role = { RoleArn: roleArnOf('Ops', '/team/'), RoleSessionName: 'ada' };
    const assumed = await client.send(new AssumeRoleCommand(role));
    expect(assumed.AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${otherAccount}:assumed-role/Ops/ada`);
    expect(assumed.Credentials?.Expiration?.getMilliseconds()).toBe(0);
    await expect(
      client.send(new AssumeRoleCommand({ ...role, DurationSeconds: 7200 })),
    ).rejects.toMatchObject({
      name: 'ValidationError',
      message:
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    });
  });

  test('tags, a policy and odd characters are signed and read as sent', async () => {
    const client = stsClient({ credentials: await roleCredentials() });
    const answer = await client.send(
      new AssumeRoleCommand({
        RoleArn: roleArnOf('Partner'),
        RoleSessionName: 'ada+x=1,y.z@w-',
        ExternalId: 'agreed/upon',
        Policy: '{ "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "ü*~!\'()" }] }',
        PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
      }),
    );
    expect(answer.Credentials).toBeDefined();
    const tagged = {
      RoleArn: roleArnOf('Tagged'),
      RoleSessionName: 'ada',
      Tags: [{ Key: 'Team', Value: 'Ä b/c+d' }],
    };
    expect((await client.send(new AssumeRoleCommand(tagged))).Credentials).toBeDefined();
  });

  test('a wrong secret, an unknown key and an expired token arrive by name', async () => {
    const credentials = await roleCredentials();
    const ask = (change: Partial<typeof credentials>) =>
      stsClient({ credentials: { ...credentials, expiration: new Date('2100-01-01'), ...change } }).send(
        new GetCallerIdentityCommand({}),
      );
    await expect(ask({ secretAccessKey: 'wrong' })).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    await expect(ask({ sessionToken: 'wrong' })).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
    aws.clock.advance(3_600_000);
    const corrected = { systemClockOffset: 3_600_000 };
    const expired = stsClient({
      credentials: { ...credentials, expiration: new Date('2100-01-01') },
      ...corrected,
    });
    await expect(expired.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'ExpiredToken',
    });
  });

  test("a client whose clock is wrong learns AWS's time from the Date header", async () => {
    const credentials = { ...(await roleCredentials('ReadOnly')), expiration: new Date('2100-01-01') };
    aws.clock.advance(30 * 60_000);
    const client = stsClient({ credentials, maxAttempts: 2 });
    expect((await client.send(new GetCallerIdentityCommand({}))).Account).toBe(account);
    expect(aws.requests.slice(-2).map(({ status }) => status)).toEqual([403, 200]);
  });
});

describe('credential providers', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'stand-in-home-'));
    for (const [name, value] of Object.entries(aws.environment())) vi.stubEnv(name, value);
    vi.stubEnv('HOME', home);
    vi.stubEnv('AWS_CONFIG_FILE', join(home, 'config'));
    writeFileSync(
      join(home, 'config'),
      [
        '[sso-session corp]',
        `sso_start_url = ${aws.organisation.startUrl}`,
        `sso_region = ${region}`,
        'sso_registration_scopes = sso:account:access',
        '[profile dev]',
        'sso_session = corp',
        `sso_account_id = ${account}`,
        'sso_role_name = Admin',
      ].join('\n'),
    );
  });
  afterEach(() => {
    rmSync(home, { recursive: true });
  });

  /** As `aws sso login` leaves it. */
  async function cacheToken(expiresAt: Date): Promise<void> {
    const { client, registration, accessToken, refreshToken } = await signedIn();
    mkdirSync(join(home, '.aws/sso/cache'), { recursive: true });
    writeFileSync(
      join(home, '.aws/sso/cache', `${createHash('sha1').update('corp').digest('hex')}.json`),
      JSON.stringify({
        ...client,
        accessToken,
        refreshToken,
        expiresAt: expiresAt.toISOString(),
        registrationExpiresAt: new Date((registration.clientSecretExpiresAt ?? 0) * 1000).toISOString(),
        region,
        startUrl: aws.organisation.startUrl,
      }),
    );
  }

  test('fromSSO follows the endpoint variables and gets role credentials', async () => {
    await cacheToken(new Date(Date.now() + 3_600_000));
    const credentials = await fromSSO({ profile: 'dev' })();
    expect(credentials.accessKeyId).toMatch(/^ASIA/);
    expect(credentials.expiration?.getTime()).toBeGreaterThan(Date.now());
  });

  test('fromSSO refreshes a token that is about to end', async () => {
    await cacheToken(new Date(Date.now() + 60_000));
    const before = aws.calls('CreateToken');
    expect((await fromSSO({ profile: 'dev' })()).accessKeyId).toMatch(/^ASIA/);
    expect(aws.calls('CreateToken')).toBe(before + 1);
    expect(aws.requests.filter(({ operation }) => operation === 'CreateToken').at(-1)?.status).toBe(200);
  });

  test('fromTemporaryCredentials assumes a role', async () => {
    const provider = fromTemporaryCredentials({
      masterCredentials: await roleCredentials(),
      params: { RoleArn: roleArnOf('Ops', '/team/'), RoleSessionName: 'ada' },
      clientConfig: { region },
    });
    expect((await provider()).accessKeyId).toMatch(/^ASIA/);
  });
});
