import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { CreateAccessKeyCommand, CreateRoleCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roleStep } from '../../src-main/core/roles/roleStep.ts';
import { awsClock } from '../aws/awsClock.ts';
import { oidcIdentityProvider } from '../aws/sts/oidcIdentityProvider.ts';
import { samlIdentityProvider } from '../aws/sts/samlIdentityProvider.ts';
import { createAppOnAws, quietly, type AppOnAws } from '../support/appOnAws.ts';
import { startMotoServer, type MotoServer } from '../support/motoServer.ts';

const run = promisify(execFile);

/** The AWS CLI with these keys and nothing of this machine's own. */
async function listBuckets(url: string, keys: Keys): Promise<unknown> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: at.folder,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: keys.sessionToken,
    AWS_REGION: 'us-east-1',
  };
  const words = ['--endpoint-url', url, 's3api', 'list-buckets', '--output', 'json'];
  const { stdout } = await run('aws', words, { env });
  return JSON.parse(stdout);
}

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

const account = '123456789012';
const arnOf = (name: string): string => `arn:aws:iam::${account}:role/company/${name}`;
const step = (name: string) => roleStep.parse({ roleArn: arnOf(name) });

let at: AppOnAws;
let signin: Server;
/** The keys that were shown to the console's sign-in. */
let shown: Keys | undefined;

async function reasonForNone(): Promise<string | undefined> {
  const hasCli = await run('aws', ['--version']).then(
    () => true,
    () => false,
  );
  return hasCli ? undefined : 'the AWS CLI is not on PATH';
}

const moto: MotoServer | string = (await reasonForNone()) ?? (await startMotoServer());
const missing = typeof moto === 'string' ? moto : null;
const url = typeof moto === 'string' ? '' : moto.url;
if (missing !== null) console.warn(`Skipped: ${missing}. Nothing else checks our calls against another STS.`);

/** The console's sign-in, which moto has not: keeps the keys that it is shown. */
async function startSignin(): Promise<string> {
  signin = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(parts).toString());
      const session = JSON.parse(form.get('Session') ?? '{}') as Record<string, string>;
      const { sessionId = '', sessionKey = '', sessionToken = '' } = session;
      shown = { accessKeyId: sessionId, secretAccessKey: sessionKey, sessionToken };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ SigninToken: 'a'.repeat(1000) }));
    });
  });
  await new Promise<void>((resolve) => signin.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(signin.address() as AddressInfo).port}`;
}

async function makeUser(): Promise<Omit<Keys, 'sessionToken'>> {
  const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
  const iam = new IAMClient({ endpoint: url, region: 'us-east-1', credentials });
  await iam.send(new CreateUserCommand({ UserName: 'ada' }));
  for (const RoleName of ['Gateway', 'Ops', 'Staff', 'Pipeline']) {
    const AssumeRolePolicyDocument = '{"Version":"2012-10-17","Statement":[]}';
    await iam.send(new CreateRoleCommand({ RoleName, Path: '/company/', AssumeRolePolicyDocument }));
  }
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ada' }));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = AccessKey ?? {};
  return { accessKeyId, secretAccessKey };
}

describe.skipIf(missing !== null)('the AWS CLI lists a bucket of moto', () => {
  beforeAll(async () => {
    const endpoints = { sts: url, iam: url, ssoOidc: url, sso: url, signin: await startSignin() };
    at = await createAppOnAws({ clock: awsClock(), endpoints });
    await fetch(`${url}/made-before`, { method: 'PUT' });
    await at.app.addIamUser({ name: 'ada', ...(await makeUser()) }, quietly);
  }, 30_000);
  afterAll(async () => {
    await at.remove();
    signin.close();
  });

  const addProfile = (name: string, from: string, ...roles: string[]) =>
    at.app.addProfile({ name, from, steps: roles.map(step), region: null }, quietly);
  const listed = async (profile: string) => {
    const keys = await at.app.credentials({ profile }, quietly);
    return (await listBuckets(url, keys)) as object;
  };
  const bucket = { Buckets: [{ Name: 'made-before' }] };

  it('with AssumeRole’s keys (moto checks no trust and no signature)', async () => {
    await addProfile('gateway', 'ada', 'Gateway');
    expect(await listed('gateway')).toMatchObject(bucket);
  });

  it('with those of a chain of two (moto caps no chained session)', async () => {
    await addProfile('ops', 'ada', 'Gateway', 'Ops');
    expect(await listed('ops')).toMatchObject(bucket);
    const { works, links } = await at.app.testProfile({ profile: 'ops' }, quietly);
    expect(works).toBe(true);
    expect(links.at(-1)?.arn).toBe(`arn:aws:sts::${account}:assumed-role/Ops/ada`);
  });

  it('with AssumeRoleWithSAML’s (moto checks neither signature nor audience nor time)', async () => {
    const from = { kind: 'pasted' } as const;
    await at.app.addSource({ source: { kind: 'saml', name: 'saml', region: 'us-east-1', from } }, quietly);
    const assertion = samlIdentityProvider('https://login.example.com/saml').respond({
      ...{ now: Date.now(), subject: 'ada', sessionName: 'ada' },
      roles: [[arnOf('Staff'), `arn:aws:iam::${account}:saml-provider/Company`]],
    });
    await at.app.presentAssertion({ source: 'saml', assertion }, quietly);
    expect(await listed(`saml.${account}.Staff`)).toMatchObject(bucket);
  });

  it('with AssumeRoleWithWebIdentity’s (moto does not look at the token)', async () => {
    const seconds = Math.floor(Date.now() / 1000);
    const token = oidcIdentityProvider('https://login.example.com/oidc').token({
      ...{ aud: 'latchkey', sub: 'ci', iat: seconds, exp: seconds + 600 },
    });
    const from = { kind: 'command' as const, command: ['printf', '%s', token] };
    await at.app.addSource(
      { source: { kind: 'web-identity', name: 'oidc', region: 'us-east-1', from } },
      quietly,
    );
    await addProfile('pipeline', 'oidc', 'Pipeline');
    expect(await listed('pipeline')).toMatchObject(bucket);
  });

  it('with GetSessionToken’s (moto takes any MFA code)', async () => {
    expect(await listed('ada')).toMatchObject(bucket);
  });

  it('with GetFederationToken’s, which the console is shown (moto has no console)', async () => {
    const { link } = await at.app.consoleLink({ profile: 'ada' }, quietly);
    expect(link).toContain('SigninToken=');
    if (shown === undefined) throw new Error('the console was shown no keys');
    expect(await listBuckets(url, shown)).toMatchObject(bucket);
  });
});

afterAll(async () => {
  if (typeof moto !== 'string') await moto.close();
});
