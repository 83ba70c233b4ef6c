/** A sign-in that was made with `aws sso login` is offered and taken, never renewed, written or ended by us. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { organisation } from '../aws/organisation.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import { createAppOnAws, quietly, type AppOnAws, type AppOnAwsOptions } from '../support/appOnAws.ts';
import { atTheDoor, type Ask } from '../support/atTheDoor.ts';
import { startConnectProxy, type ConnectProxy } from '../support/connectProxy.ts';
import { awsSsoLogin } from '../support/awsSsoLogin.ts';
import { createPrivateAuthority, type PrivateAuthority } from '../support/privateAuthority.ts';

const ada = 'ada@example.com';
const grace = 'grace@example.com';
const account = '100000000001';
const company = organisation({
  accounts: [{ id: account, name: 'payments' }],
  permissionSets: [{ name: 'Ops', sessionHours: 1 }],
  people: [ada, grace],
  assignments: [
    [ada, account, 'Ops'],
    [grace, account, 'Ops'],
  ],
});
const { startUrl, region } = company;
const work = { name: 'work', startUrl, region, flow: 'device' } as const;
const minute = 60_000;

let aws: Aws;
let at: AppOnAws;
let ask: Ask;

beforeAll(async () => {
  aws = await startAws({ organisations: [company] });
});
afterAll(() => aws.close());

async function start(by: Aws, options: AppOnAwsOptions = {}): Promise<void> {
  at = await createAppOnAws(by, { settings: { ssoSessions: [work] }, ...options });
  ask = atTheDoor(at.app);
}
afterEach(() => at.remove());

const cache = () => join(at.folder, '.aws/sso/cache');
const look = async () => (await ask('awsCliSignIn', { ssoSession: 'work' })).found;
const signInOf = async () => (await ask('status', {})).signIns[0];

const loginByAwsCli = (person = ada) => awsSsoLogin(aws, at.folder, 'work', person);

async function signIn(person = ada): Promise<void> {
  await at.app.signIn(
    { ssoSession: 'work' },
    {
      ...quietly,
      progress: (said) => {
        if (said.kind === 'link') aws.approve(said.userCode ?? '', person);
      },
    },
  );
}

describe('a sign-in that the AWS CLI made', () => {
  beforeEach(async () => {
    await start(aws);
    aws.requests.length = 0;
    aws.clock.set(Date.now());
  });

  it('is offered, taken, and gives keys until its end', async () => {
    await loginByAwsCli();
    const found = await look();
    expect(Date.parse(found?.expiresAt ?? '') - aws.clock.now()).toBeGreaterThan(59 * minute);
    expect(await ask('takeAwsCliSignIn', { ssoSession: 'work' })).toEqual({
      ssoSession: 'work',
      signedInAs: ada,
      expiresAt: found?.expiresAt,
    });
    expect(await signInOf()).toMatchObject({
      ...{ state: 'signed-in', signedInAs: ada, renews: false, ofAwsCli: true },
      expiresAt: found?.expiresAt,
    });
    await ask('sync', { ssoSession: 'work' });
    const { profiles } = await ask('listProfiles', {});
    await expect(ask('credentials', { profile: profiles[0]?.name ?? '' })).resolves.toBeDefined();
    expect(await look()).toBeNull();
  });

  it('is never renewed by us, nor written, nor is its refresh token kept', async () => {
    const file = await loginByAwsCli();
    const before = await readFile(file, 'utf8');
    const { refreshToken } = JSON.parse(before) as { refreshToken: string };
    await ask('takeAwsCliSignIn', { ssoSession: 'work' });
    aws.requests.length = 0;
    aws.clock.advance(50 * minute);
    await ask('sync', { ssoSession: 'work' });
    aws.clock.advance(15 * minute);
    await expect(ask('sync', { ssoSession: 'work' })).rejects.toMatchObject({ code: 'sign-in-needed' });
    expect(await signInOf()).toMatchObject({ state: 'ended' });
    expect(aws.calls('CreateToken')).toBe(0);
    expect(await readFile(file, 'utf8')).toBe(before);
    expect(await readdir(cache())).toHaveLength(1);
    const stored = await at.secrets.read('sign-in:work');
    expect(JSON.stringify(stored)).not.toContain(refreshToken);
    expect(at.logged.join()).not.toContain(refreshToken);
  });

  it('stays the AWS CLI’s: signing out here does not end it at AWS', async () => {
    await loginByAwsCli();
    await ask('takeAwsCliSignIn', { ssoSession: 'work' });
    expect((await ask('signOut', { ssoSession: 'work' })).signedOut).toEqual([
      { ssoSession: 'work', atAws: false, keysRemoved: 0, ofAwsCli: true },
    ]);
    expect(aws.calls('Logout')).toBe(0);
    expect(await signInOf()).toMatchObject({ state: 'signed-out' });
    // It still lives, so it is offered again.
    expect(await look()).not.toBeNull();
    await ask('takeAwsCliSignIn', { ssoSession: 'work' });
  });

  it('is over when AWS says so, such as after aws sso logout', async () => {
    await loginByAwsCli();
    await ask('takeAwsCliSignIn', { ssoSession: 'work' });
    aws.endSessions(ada);
    await expect(ask('sync', { ssoSession: 'work' })).rejects.toMatchObject({ code: 'sign-in-needed' });
    expect(await signInOf()).toMatchObject({ state: 'ended', renews: false });
  });

  it('is not taken once AWS has ended it: its file stays', async () => {
    await loginByAwsCli();
    aws.endSessions(ada);
    await expect(ask('takeAwsCliSignIn', { ssoSession: 'work' })).rejects.toMatchObject({
      code: 'sign-in-needed',
      message: 'AWS no longer takes the AWS CLI’s sign-in to “work”.',
    });
    expect(await signInOf()).toMatchObject({ state: 'signed-out' });
  });

  it('is not offered with less than 15 minutes left', async () => {
    await loginByAwsCli();
    aws.clock.advance(46 * minute);
    expect(await look()).toBeNull();
    await expect(ask('takeAwsCliSignIn', { ssoSession: 'work' })).rejects.toMatchObject({
      code: 'sign-in-needed',
    });
  });

  it('gives way to a sign-in of ours, which renews; and never takes its place', async () => {
    await loginByAwsCli();
    await ask('takeAwsCliSignIn', { ssoSession: 'work' });
    await signIn();
    expect(await signInOf()).toMatchObject({ state: 'signed-in', renews: true });
    expect(await signInOf()).not.toHaveProperty('ofAwsCli');
    aws.clock.advance(10 * minute);
    await loginByAwsCli();
    expect(await look()).toBeNull();
    const before = await at.secrets.read('sign-in:work');
    await expect(ask('takeAwsCliSignIn', { ssoSession: 'work' })).rejects.toMatchObject({
      code: 'sign-in-needed',
    });
    expect(await at.secrets.read('sign-in:work')).toEqual(before);
    expect(aws.calls('Logout')).toBe(0);
  });

  it('is offered again when the AWS CLI has one that lasts longer', async () => {
    await loginByAwsCli();
    await ask('takeAwsCliSignIn', { ssoSession: 'work' });
    aws.clock.advance(10 * minute);
    await loginByAwsCli();
    const found = await look();
    expect(found).not.toBeNull();
    expect(await ask('takeAwsCliSignIn', { ssoSession: 'work' })).toMatchObject(found ?? {});
  });

  it('is offered where ours has ended at AWS over night, known or not', async () => {
    aws.clock.advance(-9 * 60 * minute);
    await signIn();
    aws.clock.set(Date.now());
    aws.endSessions(ada);
    await loginByAwsCli();
    expect(await look()).not.toBeNull();
    await ask('takeAwsCliSignIn', { ssoSession: 'work' });
    expect(await signInOf()).toMatchObject({ state: 'signed-in', ofAwsCli: true });
  });

  it('of another person than before is taken only when told to replace, and is not ended by the question', async () => {
    await loginByAwsCli(ada);
    await ask('takeAwsCliSignIn', { ssoSession: 'work' });
    await ask('sync', { ssoSession: 'work' });
    aws.clock.advance(minute);
    await loginByAwsCli(grace);
    await expect(ask('takeAwsCliSignIn', { ssoSession: 'work' })).rejects.toMatchObject({
      code: 'other-person',
      message: expect.stringContaining(grace) as string,
    });
    expect(aws.calls('Logout')).toBe(0);
    expect(await signInOf()).toMatchObject({ signedInAs: ada });
    const taken = await ask('takeAwsCliSignIn', { ssoSession: 'work', replace: true });
    expect(taken.signedInAs).toBe(grace);
    // The list of the one before would name the wrong person's accounts.
    expect((await ask('listProfiles', {})).profiles).toEqual([]);
  });

  it('ends the waiting of a sign-in that is under way', async () => {
    await loginByAwsCli();
    let shown: () => void = () => undefined;
    const link = new Promise<void>((resolve) => (shown = resolve));
    const waiting = at.app.signIn({ ssoSession: 'work', flow: 'pkce' }, { ...quietly, progress: shown });
    const ended = expect(waiting).rejects.toMatchObject({ code: 'sign-in-cancelled' });
    await link;
    await ask('takeAwsCliSignIn', { ssoSession: 'work' });
    await ended;
    expect(await signInOf()).toMatchObject({ state: 'signed-in', ofAwsCli: true });
  });
});

/** An AWS CLI of version 2: the first one cannot sign in. */
const awsCli = ['/usr/bin', ...(process.env['PATH'] ?? '').split(':')]
  .map((folder) => `${folder}/aws`)
  .filter((path) => existsSync(path))
  .find((path) => execFileSync(path, ['--version'], { encoding: 'utf8' }).startsWith('aws-cli/2'));

describe.skipIf(awsCli === undefined)('the real AWS CLI’s cache', () => {
  let authority: PrivateAuthority;
  let tlsAws: Aws;
  let proxy: ConnectProxy;

  // Version 2.9 knows no variables for endpoints: a proxy leads it from AWS's own hosts to the stand-in.
  beforeAll(async () => {
    authority = await createPrivateAuthority();
    const hosts = ['oidc', 'portal.sso', 'sts'].map((of) => `DNS:${of}.${region}.amazonaws.com`);
    tlsAws = await startAws({ tls: authority.issue(...hosts), organisations: [company] });
    proxy = await startConnectProxy(Number(new URL(tlsAws.url).port));
  });
  afterAll(async () => {
    await proxy.close();
    await tlsAws.close();
    await rm(authority.folder, { recursive: true });
  });
  beforeEach(async () => {
    const endpoints = { ssoOidc: null, sso: null, sts: null, iam: null, signin: null };
    await start(tlsAws, {
      network: { endpoints, proxy: proxy.url, caBundle: authority.bundle },
      settings: { ssoSessions: [work] },
    });
  });

  async function realLogin(): Promise<void> {
    const child = spawn(awsCli ?? '', ['sso', 'login', '--profile', 'dev', '--no-browser'], {
      env: {
        ...{ PATH: '/usr/bin:/bin', HOME: at.folder, PYTHONUNBUFFERED: '1' },
        ...{ HTTPS_PROXY: proxy.url, AWS_CA_BUNDLE: authority.bundle, AWS_EC2_METADATA_DISABLED: 'true' },
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface({ input: child.stdout })) {
      const code = /^[A-Z]{4}-[A-Z]{4}$/.exec(line.trim())?.[0];
      if (code !== undefined) tlsAws.approve(code, ada);
    }
  }

  it.each([
    ['an sso-session', 'sso_session = mine\n\n[sso-session mine]\n', '/'],
    ['a profile of the older form', '', '/#/'],
  ])('is read after aws sso login of %s', async (_name, before, end) => {
    await mkdir(join(at.folder, '.aws'));
    const lines = `sso_region = ${region}\nsso_start_url = ${startUrl}${end}\n`;
    await writeFile(at.awsFiles.config, `[profile dev]\nregion = ${region}\n${before}${lines}`);
    await realLogin();
    expect(await look()).not.toBeNull();
    expect(await ask('takeAwsCliSignIn', { ssoSession: 'work' })).toMatchObject({ signedInAs: ada });
    expect(await signInOf()).toMatchObject({ state: 'signed-in', ofAwsCli: true });
  });
});
