/** IAM users: their long-term keys stand in the secret store alone, are rotated, and open the console. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseRoleArn } from '../../src-main/core/arn.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import { callSts } from '../aws/support/callSts.ts';
import {
  account,
  mfaSeed,
  mfaSerial,
  otherAccount,
  roleArnOf,
  smallOrganisation,
} from '../aws/support/smallOrganisation.ts';
import { createAppOnAws, type AppOnAws } from '../support/appOnAws.ts';
import { atTheDoor, type Ask } from '../support/atTheDoor.ts';

let aws: Aws;
let at: AppOnAws;
let ask: Ask;

const longName = 'n'.repeat(64);
const fido = `arn:aws:iam::${account}:u2f/user/frida/key`;
const ops = parseRoleArn(roleArnOf('Ops', '/team/'));

beforeAll(async () => {
  const own = { accountId: account };
  const mfa = { serial: mfaSerial, seed: mfaSeed };
  const trust = { principals: [`arn:aws:iam::${account}:root`] };
  const users = [
    { ...own, name: 'ada', mfa, fido: [fido] },
    { ...own, name: 'plain' },
    { ...own, name: 'turning' },
    { ...own, name: 'both', mfa: { ...mfa, serial: `${mfaSerial}-2` }, fido: ['GAHT12345678'] },
    { ...own, name: 'frida', fido: [fido] },
    { ...own, name: 'guarded', mfa: { ...mfa, serial: `${mfaSerial}-3` }, selfService: true },
    { ...own, name: longName },
  ];
  const roles = [
    ...smallOrganisation().roles,
    { accountId: otherAccount, name: 'Night', maxSessionSeconds: 43_200, trust },
  ];
  aws = await startAws({
    organisations: [smallOrganisation({ users, roles })],
    behaviour: { iamDelayMs: 2000 },
  });
});
beforeEach(async () => {
  at = await createAppOnAws(aws);
  ask = atTheDoor(at.app);
});
afterEach(() => at.remove());
afterAll(() => aws.close());

const addWith = (name: string, accessKeyId: string, secretAccessKey: string) =>
  ask('addIamUser', { name, accessKeyId, secretAccessKey });
async function add(userName: string, name = userName) {
  const key = aws.accessKeyOf(userName);
  const { iamUser } = await addWith(name, key.accessKeyId, key.secretAccessKey);
  return { ...iamUser, key };
}

describe('keys that are taken', () => {
  it('are an IAM user’s own: temporary, unknown and wrong ones are refused, and nothing is kept of them', async () => {
    const { accessKeyId, secretAccessKey } = aws.accessKeyOf('plain');
    await expect(addWith('a', `ASIA${accessKeyId.slice(4)}`, secretAccessKey)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('temporary') as string,
    });
    await expect(addWith('a', accessKeyId, 'w'.repeat(40))).rejects.toMatchObject({ code: 'denied' });
    await expect(addWith('a', 'AKIAABCDEFGHIJKLMNOP', secretAccessKey)).rejects.toMatchObject({
      code: 'denied',
    });
    await expect(ask('listIamUsers', {})).resolves.toEqual({ iamUsers: [] });
    await expect(at.secrets.read('iam-user/a')).resolves.toEqual({ state: 'absent' });
    // Line ends of a paste.
    await addWith('a', ` ${accessKeyId}\n`, `${secretAccessKey}\n`);
  });

  it('are never the root user’s', async () => {
    const server = createServer((_request, response) => {
      response.end(
        `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:root</Arn><UserId>${account}</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const sts = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const other = await createAppOnAws({ ...aws, endpoints: { ...aws.endpoints, sts } });
    const { accessKeyId, secretAccessKey } = aws.accessKeyOf('plain');
    const added = atTheDoor(other.app)('addIamUser', { name: 'boss', accessKeyId, secretAccessKey });
    await expect(added).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('root user') as string,
    });
    await expect(other.secrets.read('iam-user/boss')).resolves.toEqual({ state: 'absent' });
    expect(other.settings().iamUsers).toEqual([]);
    await other.remove();
    server.close();
  });

  it('get a name that nothing else has, in whichever case', async () => {
    await add('plain', 'Plain');
    await expect(add('ada', 'pLAIN')).rejects.toMatchObject({ message: /“Plain” is already/ });
    await ask('addProfile', { name: 'chain', from: 'Plain', steps: [{ roleArn: ops }] });
    await expect(add('ada', 'CHAIN')).rejects.toMatchObject({ code: 'bad-input' });
    const from = { kind: 'pasted' } as const;
    const source = { kind: 'saml', name: 'plain', region: 'eu-west-1', from } as const;
    await expect(ask('addSource', { source })).rejects.toMatchObject({ code: 'bad-input' });
    const { startUrl, region } = aws.organisation;
    const place = ask('addSsoSession', { name: 'plain', startUrl, region });
    await expect(place).rejects.toMatchObject({ code: 'bad-input' });
    const again = ask('addProfile', { name: 'Chain', from: 'Plain', steps: [{ roleArn: ops }] });
    await expect(again).rejects.toMatchObject({ code: 'bad-input' });
    // Its own name in another case is not taken by another.
    await ask('changeProfile', { profile: 'chain', name: 'Chain' });
  });

  it('get a name once, although two ask for it at the same time', async () => {
    const keys = ['ada', 'plain'].map((userName) => aws.accessKeyOf(userName));
    const users = await Promise.allSettled(
      keys.map(({ accessKeyId, secretAccessKey }) => addWith('twin', accessKeyId, secretAccessKey)),
    );
    expect(users.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [user] = at.settings().iamUsers;
    await expect(at.secrets.read('iam-user/twin')).resolves.toMatchObject({
      value: expect.stringContaining(user?.keyId ?? '') as string,
    });
    // A person may take their time at the keychain's dialog.
    const write = at.secrets.write.bind(at.secrets);
    at.secrets.write = async (...given) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return write(...given);
    };
    const slow = await Promise.allSettled(
      ['ada', 'plain']
        .map((userName) => aws.accessKeyOf(userName))
        .map(({ accessKeyId, secretAccessKey }) => addWith('slow-twin', accessKeyId, secretAccessKey)),
    );
    expect(slow.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    at.secrets.write = write;
    const profile = { name: 'chain', from: 'twin', steps: [{ roleArn: ops }] };
    const profiles = await Promise.allSettled([ask('addProfile', profile), ask('addProfile', profile)]);
    expect(profiles.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('that the store has lost can be given again, by the same user alone', async () => {
    await add('ada');
    const profile = { name: 'chain', from: 'ada', steps: [{ roleArn: ops }] };
    await ask('addProfile', profile);
    await at.secrets.remove('iam-user/ada');
    await expect(ask('credentials', { profile: 'chain' })).rejects.toMatchObject({
      code: 'no-such-iam-user',
    });
    const [other, same] = ['plain', 'ada'].map((userName) => aws.accessKeyOf(userName));
    await expect(
      addWith('ada', other?.accessKeyId ?? '', other?.secretAccessKey ?? ''),
    ).rejects.toMatchObject({ code: 'bad-input' });
    await addWith('ada', same?.accessKeyId ?? '', same?.secretAccessKey ?? '');
    await ask('credentials', { profile: 'chain' });
    // It is there again: nobody writes over it.
    await expect(addWith('ada', same?.accessKeyId ?? '', same?.secretAccessKey ?? '')).rejects.toMatchObject({
      code: 'bad-input',
    });
  });

  it('are not taken twice under two names', async () => {
    const { key } = await add('plain');
    await expect(addWith('again', key.accessKeyId, key.secretAccessKey)).rejects.toThrow('as “plain”');
  });

  it('bring the only device that has codes, and none where there are two or no such', async () => {
    expect([(await add('ada')).mfaSerial, (await add('both')).mfaSerial]).toEqual([mfaSerial, null]);
    expect([(await add('frida')).mfaSerial, (await add('plain')).mfaSerial]).toEqual([null, null]);
  });

  it('stand in the secret store, and nowhere else', async () => {
    const { key, keyId } = await add('plain');
    await expect(at.secrets.read('iam-user/plain')).resolves.toMatchObject({
      value: expect.stringContaining(key.secretAccessKey) as string,
    });
    const shown = [at.settings(), at.logged, await ask('snapshot', { rowsVersion: null })];
    expect(JSON.stringify(shown)).not.toContain(key.secretAccessKey);
    expect(keyId).toBe(key.accessKeyId);
  });
});

describe('an IAM user', () => {
  it('is not taken away while profiles begin there; after that nothing of it is left', async () => {
    const { key } = await add('plain');
    await ask('addProfile', { name: 'chain', from: 'plain', steps: [{ roleArn: ops }] });
    await expect(ask('removeIamUser', { name: 'plain' })).rejects.toMatchObject({ details: ['chain'] });
    await ask('startProfile', { profile: 'plain', delivery: 'keys' });
    await expect(readFile(at.awsFiles.credentials, 'utf8')).resolves.toContain('[plain]');
    await ask('removeProfile', { profile: 'chain' });
    await expect(ask('removeIamUser', { name: 'plain' })).resolves.toEqual({ keysRemoved: 1 });
    await expect(readFile(at.awsFiles.credentials, 'utf8')).resolves.not.toContain('[plain]');
    await expect(at.secrets.read('iam-user/plain')).resolves.toEqual({ state: 'absent' });
    aws.requests.length = 0;
    await addWith('plain', key.accessKeyId, key.secretAccessKey);
    await ask('credentials', { profile: 'plain' });
    expect(aws.calls('GetSessionToken')).toBe(1);
  });

  it('gets sessions of the length and in the region that a person says, the next time', async () => {
    await add('plain');
    await ask('credentials', { profile: 'plain' });
    await ask('changeIamUser', { name: 'plain', sessionSeconds: 900, region: 'eu-central-1' });
    aws.requests.length = 0;
    const { expiration, region } = await ask('credentials', { profile: 'plain' });
    expect(Date.parse(expiration)).toBeLessThanOrEqual(aws.clock.now() + 900_000);
    expect([region, aws.calls('GetSessionToken')]).toEqual(['eu-central-1', 1]);
    await expect(ask('changeIamUser', { name: 'nobody', region: 'eu-west-1' })).rejects.toMatchObject({
      code: 'no-such-iam-user',
    });
  });

  it('has its key replaced: the new one works, and the former is taken out of use when the person says so', async () => {
    const { key } = await add('turning');
    const rotated = await ask('rotateIamUser', { name: 'turning' });
    expect(rotated).toMatchObject({ formerKeyId: key.accessKeyId, deactivated: false });
    expect((await ask('listIamUsers', {})).iamUsers[0]?.keyId).toBe(rotated.keyId);
    const identity = { Action: 'GetCallerIdentity' };
    await expect(callSts(aws, key, identity)).resolves.toMatchObject({ status: 200 });
    await expect(ask('rotateIamUser', { name: 'turning', deactivateFormer: true })).resolves.toEqual({
      ...{ name: 'turning', keyId: rotated.keyId, formerKeyId: null, deactivated: true },
    });
    aws.clock.advance(2000);
    await expect(callSts(aws, key, identity)).resolves.toMatchObject({ status: 403 });
    await ask('credentials', { profile: 'turning' });
  });

  it('who has MFA needs a code for that, and one is enough for all of it', async () => {
    const { key } = await add('guarded');
    const without = ask('rotateIamUser', { name: 'guarded', asksItself: true });
    await expect(without).rejects.toMatchObject({ code: 'mfa-code-needed' });
    aws.requests.length = 0;
    await ask('rotateIamUser', { name: 'guarded', mfaCode: aws.nextMfaCodeOf('guarded') });
    await ask('rotateIamUser', { name: 'guarded', deactivateFormer: true, asksItself: true });
    await ask('credentials', { profile: 'guarded' });
    expect(aws.calls('GetSessionToken')).toBe(1);
    aws.clock.advance(2000);
    await expect(callSts(aws, key, { Action: 'GetCallerIdentity' })).resolves.toMatchObject({ status: 403 });
  });

  it('needs no second code because a program is set that gives the next ones', async () => {
    await add('ada');
    await ask('credentials', { profile: 'ada', mfaCode: aws.nextMfaCodeOf('ada') });
    await ask('setMfaProcess', { name: 'ada', command: ['/nowhere/program'] });
    await ask('credentials', { profile: 'ada' });
  });
});

describe('the console', () => {
  it('of an IAM user is opened by GetFederationToken, with a name that AWS takes and all that the user may do', async () => {
    await add(longName);
    aws.requests.length = 0;
    const { link, endsAt } = await ask('consoleLink', { profile: longName, durationSeconds: 3600 });
    expect(link).toContain('SigninToken=');
    expect(Date.parse(endsAt ?? '') - aws.clock.now()).toBeLessThanOrEqual(3_600_000);
    const form = new URLSearchParams(
      aws.requests.find(({ operation }) => operation === 'GetFederationToken')?.body,
    );
    expect(form.get('Name')).toBe('n'.repeat(32));
    expect(JSON.parse(form.get('Policy') ?? '')).toMatchObject({
      Statement: [{ Effect: 'Allow', Action: '*' }],
    });
  });

  it('of a role lives as long as asked, except where the role was assumed from another: said before AWS is asked', async () => {
    await add('plain');
    const night = parseRoleArn(roleArnOf('Night'));
    await ask('addProfile', { name: 'night', from: 'plain', steps: [{ roleArn: night }] });
    await ask('addProfile', { name: 'later', from: 'night', steps: [{ roleArn: ops }] });
    const { endsAt } = await ask('consoleLink', { profile: 'night', durationSeconds: 43_200 });
    expect(Date.parse(endsAt ?? '')).toBeGreaterThan(aws.clock.now() + 43_000_000);
    aws.requests.length = 0;
    await expect(ask('consoleLink', { profile: 'later', durationSeconds: 3600 })).rejects.toMatchObject({
      code: 'bad-input',
      hint: expect.stringContaining('Leave the duration out') as string,
    });
    expect(aws.requests).toEqual([]);
  });
});
