/** What holds for every role chain, and for what is delivered of one. */
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseRoleArn } from '../../src-main/core/arn.ts';
import type { Input } from '../../src-main/contract.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import { account, otherAccount, roleArnOf, smallOrganisation } from '../aws/support/smallOrganisation.ts';
import { createAppOnAws, quietly, type AppOnAws } from '../support/appOnAws.ts';
import { atTheDoor, type Ask } from '../support/atTheDoor.ts';

let aws: Aws;
let at: AppOnAws;
let ask: Ask;

const arnOf = (name: string, path?: string) => parseRoleArn(roleArnOf(name, path));
const ops = arnOf('Ops', '/team/');
const partner = arnOf('Partner');
const hub = arnOf('Hub');

beforeAll(async () => {
  const anyone = { principals: [account, otherAccount].map((id) => `arn:aws:iam::${id}:root`) };
  const own = { accountId: otherAccount, trust: anyone };
  const roles = [
    ...smallOrganisation().roles,
    { ...own, name: 'Hub', maxSessionSeconds: 43_200 },
    { ...own, name: 'Leaf' },
    { ...own, name: 'Other' },
  ];
  const users = [{ accountId: account, name: 'ada' }];
  aws = await startAws({ organisations: [smallOrganisation({ roles, users })] });
});
beforeEach(async () => {
  at = await createAppOnAws(aws);
  ask = atTheDoor(at.app);
  const { accessKeyId, secretAccessKey } = aws.accessKeyOf('ada');
  await ask('addIamUser', { name: 'ada', accessKeyId, secretAccessKey });
  aws.requests.length = 0;
});
afterEach(async () => {
  aws.clock.set(Date.now());
  await at.remove();
});
afterAll(() => aws.close());

type Steps = NonNullable<Input<'addProfile'>['steps']>;
const add = (name: string, from: string, ...steps: Steps) => ask('addProfile', { name, from, steps });
const keysOf = (profile: string, more: object = {}) => ask('credentials', { profile, ...more });
const assumed = () =>
  aws.requests
    .filter(({ operation }) => operation === 'AssumeRole')
    .map(({ body }) => new URLSearchParams(body));

async function signIn() {
  const { startUrl, region } = aws.organisation;
  await ask('addSsoSession', { name: 'corp', startUrl, region });
  await at.app.signIn(
    { ssoSession: 'corp' },
    {
      ...quietly,
      progress: (said) => {
        if (said.kind === 'link') aws.approve(said.userCode ?? '');
      },
    },
  );
  await ask('sync', { ssoSession: 'corp' });
}

describe('what a role is asked with', () => {
  it('is the external id that it demands: missing, wrong and right', async () => {
    await add('missing', 'ada', { roleArn: partner });
    await add('wrong', 'ada', { roleArn: partner, externalId: 'agreed/on' });
    await add('right', 'ada', { roleArn: partner, externalId: 'agreed/upon' });
    await add('needless', 'ada', { roleArn: ops, externalId: 'agreed/upon' });
    await expect(keysOf('missing')).rejects.toMatchObject({ code: 'denied' });
    await expect(keysOf('wrong')).rejects.toMatchObject({ code: 'denied' });
    await keysOf('right');
    await keysOf('needless');
    expect(assumed().map((form) => form.get('ExternalId'))).toEqual([
      ...[null, 'agreed/on', 'agreed/upon', 'agreed/upon'],
    ]);
  });

  it('is tags, a source identity and a session policy; AWS carries the first two along', async () => {
    const policy = '{"Version":"2012-10-17","Statement":[]}';
    const tags = [{ key: 'Team', value: 'payments' }];
    const carried = { tags, transitiveTagKeys: ['Team'], sourceIdentity: 'ada', policy };
    await add('tagged', 'ada', { roleArn: arnOf('Tagged'), ...carried });
    await add('after', 'tagged', { roleArn: arnOf('AfterTagged') });
    await add('changed', 'tagged', { roleArn: arnOf('AfterTagged'), sourceIdentity: 'eve' });
    await add('again', 'tagged', { roleArn: arnOf('AfterTagged'), tags: [{ key: 'team', value: 'x' }] });
    await keysOf('after');
    const [first] = assumed();
    expect(Object.fromEntries(first ?? [])).toMatchObject({
      ...{ 'Tags.member.1.Key': 'Team', 'Tags.member.1.Value': 'payments' },
      ...{ 'TransitiveTagKeys.member.1': 'Team', SourceIdentity: 'ada', Policy: policy },
    });
    await expect(keysOf('changed')).rejects.toMatchObject({ code: 'denied' });
    await expect(keysOf('again')).rejects.toMatchObject({ refusal: { code: 'InvalidParameterValue' } });
  });

  it('is shared with every chain that begins alike: the parent’s role is taken once', async () => {
    await add('hub', 'ada', { roleArn: hub });
    await add('leaf', 'hub', { roleArn: arnOf('Leaf') });
    await add('other', 'ada', { roleArn: hub }, { roleArn: arnOf('Other') });
    await Promise.all([keysOf('leaf'), keysOf('other'), keysOf('hub')]);
    expect(assumed().map((form) => form.get('RoleArn'))).toEqual([hub, ...[arnOf('Leaf'), arnOf('Other')]]);
    await Promise.all([keysOf('leaf'), keysOf('other')]);
    expect(aws.calls('AssumeRole')).toBe(3);
  });

  it('is a session of its own for each reason, where the session name has one', async () => {
    await add('hub', 'ada', { roleArn: hub });
    await add('why', 'hub', { roleArn: arnOf('Leaf'), sessionName: '{user}-{reason}' });
    for (const reason of ['INC 1', 'INC 2', 'INC 1']) await keysOf('why', { reason });
    expect(assumed().map((form) => form.get('RoleSessionName'))).toEqual(['ada', 'ada-INC-1', 'ada-INC-2']);
  });
});

describe('a change of profiles', () => {
  it('that goes round is refused with the round, and changes nothing', async () => {
    await add('a', 'ada', { roleArn: hub });
    await add('b', 'a', { roleArn: hub });
    await add('c', 'b', { roleArn: hub });
    await expect(ask('changeProfile', { profile: 'a', from: 'c' })).rejects.toMatchObject({
      code: 'bad-input',
      message: '“a” never reaches a source: its profiles go round in a -> c -> b -> a.',
    });
    await expect(ask('changeProfile', { profile: 'b', from: 'b' })).rejects.toMatchObject({
      message: expect.stringContaining('b -> b') as string,
    });
    expect((await ask('showProfile', { profile: 'c' })).profile.chain).toHaveLength(4);
  });

  it('that would make a profile after it impossible is refused, for what could not be shown could not be mended', async () => {
    await add('base', 'ada');
    await add('long', 'base', { roleArn: hub, durationSeconds: 7200 });
    const chained = ask('changeProfile', { profile: 'base', steps: [{ roleArn: arnOf('Leaf') }] });
    await expect(chained).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/^“long”, which begins here, .*15 minutes to 1 hour/) as string,
    });
    await ask('changeProfile', { profile: 'long', steps: [{ roleArn: hub }] });
    await ask('changeProfile', { profile: 'base', steps: [{ roleArn: arnOf('Leaf') }] });
    await keysOf('long');
  });

  it('keeps the id, what is delivered and the children of one that gets another name', async () => {
    const { profile: before } = await add('hub', 'ada', { roleArn: hub });
    await add('leaf', 'hub', { roleArn: arnOf('Leaf') });
    await ask('startProfile', { profile: 'hub', delivery: 'process' });
    const { profile: after } = await ask('changeProfile', { profile: 'hub', name: 'centre' });
    expect([after.id, after.name]).toEqual([before.id, 'centre']);
    await ask('credentials', { id: before.id });
    expect((await ask('showProfile', { profile: 'leaf' })).profile.from).toEqual({
      ...{ query: before.id, label: 'centre' },
    });
    await ask('stop', { profile: 'hub' });
    await expect(ask('showProfile', { profile: 'hub' })).rejects.toMatchObject({ code: 'no-such-profile' });
  });

  it('does not need the role that a profile begins at to be in the list still', async () => {
    await signIn();
    await add('admins', `${account}/Admin`, { roleArn: arnOf('AdminsOnly') });
    at.changeSettings((now) => ({
      ...now,
      profiles: now.profiles.map((one) => ({ ...one, from: { ...one.from, roleName: 'Gone' } as never })),
    }));
    await ask('changeProfile', { profile: 'admins', name: 'renamed' });
    await ask('changeProfile', { profile: 'renamed', steps: [{ roleArn: ops }] });
    expect(at.settings().profiles[0]).toMatchObject({ name: 'renamed', from: { roleName: 'Gone' } });
  });

  it('asks no more than an hour of a role that is assumed with Identity Center’s keys', async () => {
    await signIn();
    const admins = { roleArn: arnOf('AdminsOnly'), durationSeconds: 7200 };
    await expect(add('admins', `${account}/Admin`, admins)).rejects.toMatchObject({
      message: expect.stringContaining('AWS caps a role') as string,
    });
    await add('admins', `${account}/Admin`, { ...admins, durationSeconds: 3600 });
    await keysOf('admins');
  });

  it('does not take away what others begin at', async () => {
    await add('hub', 'ada', { roleArn: hub });
    await add('leaf', 'hub', { roleArn: arnOf('Leaf') });
    await expect(ask('removeProfile', { profile: 'hub' })).rejects.toMatchObject({ details: ['leaf'] });
    await ask('removeProfile', { profile: 'leaf' });
    await ask('removeProfile', { profile: 'hub' });
    expect(at.settings().profiles).toEqual([]);
  });

  it('may be tried before it is kept, also after a profile that is called draft', async () => {
    await add('draft', 'ada', { roleArn: hub });
    const draft = { from: 'draft', steps: [{ roleArn: arnOf('Leaf') }] };
    await expect(ask('testProfile', { draft })).resolves.toMatchObject({ works: true });
    expect(at.settings().profiles).toHaveLength(1);
  });
});

describe('a role’s maximum', () => {
  it('is learned from AWS’s no, offered as a fix, and forgotten when AWS gives as much', async () => {
    await add('long', 'ada', { roleArn: ops, durationSeconds: 14_400 });
    const test = await ask('testProfile', { profile: 'long' });
    expect(test.links[1]?.denial?.fix?.durationSeconds).toBeLessThan(14_400);
    const refused = async () =>
      (await ask('showProfile', { profile: 'long' })).profile.chain[1]?.refusedSeconds;
    await expect(refused()).resolves.toBe(14_400);
    // Still known after a restart.
    const { profile } = await at.restarted().showProfile({ profile: 'long' }, quietly);
    expect(profile.chain[1]?.refusedSeconds).toBe(14_400);
    await ask('changeProfile', { profile: 'long', steps: [{ roleArn: ops, durationSeconds: 7200 }] });
    await keysOf('long');
    await expect(refused()).resolves.toBe(14_400);
    // An administrator raised it.
    Object.assign(aws.organisation.roles.find(({ name }) => name === 'Ops') ?? {}, {
      maxSessionSeconds: 43_200,
    });
    await ask('changeProfile', { profile: 'long', steps: [{ roleArn: ops, durationSeconds: 14_400 }] });
    await keysOf('long');
    await expect(refused()).resolves.toBeNull();
  });
});

const sections = (file: 'config' | 'credentials') => readFile(at.awsFiles[file], 'utf8').catch(() => '');
const idsIn = (text: string) => [...text.matchAll(/aws_access_key_id *= *(\w+)/g)].map(([, id]) => id);

describe('what is delivered of a chain', () => {
  it('as keys is renewed until it is stopped', async () => {
    await add('hub', 'ada', { roleArn: hub, durationSeconds: 900 });
    await ask('startProfile', { profile: 'hub', delivery: 'keys' });
    const [first] = idsIn(await sections('credentials'));
    aws.clock.advance(12 * 60_000);
    const stop = new AbortController();
    const running = at.run(stop.signal);
    await expect.poll(async () => idsIn(await sections('credentials'))[0], { interval: 1 }).not.toBe(first);
    stop.abort();
    await running;
    const [second, ...others] = idsIn(await sections('credentials'));
    expect([second?.slice(0, 4), others]).toEqual(['ASIA', []]);
    await expect(ask('stop', { profile: 'hub' })).resolves.toMatchObject({
      removed: [{ profileName: 'hub' }],
    });
    expect(await sections('credentials')).not.toContain('[hub]');
  });

  it('as a process has an end while its keys are in memory, and survives a pruning', async () => {
    await signIn();
    const { profile } = await add('hub', 'ada', { roleArn: hub });
    await add('admins', `${account}/Admin`, { roleArn: arnOf('AdminsOnly') });
    await ask('deliver', {});
    const { removed } = await ask('deliver', { words: 'hub', prune: true });
    expect(removed).toEqual([]);
    expect(await sections('config')).toMatch(
      /\[profile hub\][^]*\[profile admins\]|\[profile admins\][^]*\[profile hub\]/,
    );
    const endOf = async () => {
      const { live } = await ask('snapshot', { rowsVersion: null });
      return live.delivered.find(({ id }) => id === profile.id)?.expiresAt;
    };
    await expect(endOf()).resolves.toBeNull();
    const { expiration } = await ask('credentials', { id: profile.id });
    await expect(endOf()).resolves.toBe(expiration);
    await ask('removeProfile', { profile: 'hub' });
    expect(await sections('config')).not.toContain('[profile hub]');
  });

  it('ends with the sign-in that it begins at, and so do its keys in memory', async () => {
    await signIn();
    await add('admins', `${account}/Admin`, { roleArn: arnOf('AdminsOnly') });
    await add('hub', 'ada', { roleArn: hub });
    for (const profile of ['admins', 'hub']) await ask('startProfile', { profile, delivery: 'keys' });
    const { signedOut } = await ask('signOut', { ssoSession: 'corp' });
    expect(signedOut).toMatchObject([{ ssoSession: 'corp', keysRemoved: 1 }]);
    const left = await sections('credentials');
    expect([left.includes('[admins]'), left.includes('[hub]')]).toEqual([false, true]);
    await expect(keysOf('admins')).rejects.toMatchObject({ code: 'sign-in-needed' });
    await keysOf('hub');
  });

  it('keeps its sign-in from being removed', async () => {
    await signIn();
    await add('admins', `${account}/Admin`, { roleArn: arnOf('AdminsOnly') });
    await expect(ask('removeSsoSession', { name: 'corp' })).rejects.toMatchObject({ details: ['admins'] });
    await ask('removeProfile', { profile: 'admins' });
    await ask('removeSsoSession', { name: 'corp' });
  });

  it('takes its keys out of the file when it is led elsewhere, and those of what begins at it', async () => {
    await add('base', 'ada', { roleArn: hub });
    await add('child', 'base', { roleArn: arnOf('Leaf') });
    for (const profile of ['base', 'child']) await ask('startProfile', { profile, delivery: 'keys' });
    const same = await ask('changeProfile', { profile: 'base', name: 'renamed' });
    expect(same.keysRemoved).toBe(0);
    const led = await ask('changeProfile', { profile: 'renamed', steps: [{ roleArn: arnOf('Other') }] });
    expect(led.keysRemoved).toBe(2);
    expect(await sections('credentials')).not.toMatch(/base|child/);
  });

  it('is what its own name says, also where another stands under that name in a file', async () => {
    await add('prod', 'ada', { roleArn: hub });
    await ask('startProfile', { profile: 'prod', delivery: 'keys' });
    await ask('changeProfile', { profile: 'prod', name: 'prod-old' });
    await add('prod', 'ada', { roleArn: arnOf('Other') });
    expect(await keysOf('prod')).toMatchObject({ roleName: 'Other' });
    await ask('removeProfile', { profile: 'prod' });
    // Then the name in the file is the only one.
    expect(await keysOf('prod')).toMatchObject({ roleName: 'Hub' });
  });

  it('has no name of a role that a sign-in lists, and no region of another partition', async () => {
    await signIn();
    const { profiles } = await ask('listProfiles', {});
    const listed = profiles.find(({ ssoSession }) => ssoSession === 'corp')?.name ?? '';
    await expect(add(listed, 'ada', { roleArn: hub })).rejects.toMatchObject({ code: 'bad-input' });
    const china = { name: 'far', from: 'ada', steps: [{ roleArn: hub }], region: 'cn-north-1' };
    await expect(ask('addProfile', china)).rejects.toThrow('not of the role’s partition');
  });
});
