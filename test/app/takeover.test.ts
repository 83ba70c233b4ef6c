/** Role profiles of ~/.aws that become saved ones, and run the same way. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startAws, type Aws } from '../aws/standIn.ts';
import {
  account,
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
let files: { readonly config: string; readonly credentials: string };

beforeAll(async () => {
  const trust = { principals: [account, otherAccount].map((id) => `arn:aws:iam::${id}:root`) };
  const leaf = { accountId: otherAccount, name: 'Leaf', trust };
  aws = await startAws({
    organisations: [smallOrganisation({ roles: [...smallOrganisation().roles, leaf] })],
  });
});
beforeEach(async () => {
  at = await createAppOnAws(aws);
  ask = atTheDoor(at.app);
  const { accessKeyId, secretAccessKey } = aws.accessKeyOf('ada');
  await mkdir(dirname(at.awsFiles.config), { recursive: true });
  files = { config: config(), credentials: keysIn('base', accessKeyId, secretAccessKey) };
  await writeFile(at.awsFiles.config, files.config);
  await writeFile(at.awsFiles.credentials, files.credentials);
  aws.requests.length = 0;
});
afterEach(() => at.remove());
afterAll(() => aws.close());

const keysIn = (name: string, id: string, secret: string) =>
  `[${name}]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;

const role = (name: string, parent: string, arn: string, ...more: string[]) =>
  [`[profile ${name}]`, `role_arn = ${arn}`, `source_profile = ${parent}`, ...more, ''].join('\n');

const config = () =>
  [
    `[profile base]\nregion = eu-central-1\nmfa_serial = ${mfaSerial}\n`,
    role('careful', 'base', roleArnOf('Careful'), `mfa_serial = ${mfaSerial}`, 'role_session_name = me'),
    role('partner', 'base', roleArnOf('Partner'), `mfa_serial = ${mfaSerial}`, 'external_id = agreed/upon'),
    role('leaf', 'partner', roleArnOf('Leaf'), 'duration_seconds = 900'),
    role('never', 'partner', roleArnOf('Leaf'), 'duration_seconds = 43200'),
    role('round', 'trip', roleArnOf('Leaf')),
    role('trip', 'round', roleArnOf('Leaf')),
    `[profile runs]\ncredential_process = /bin/false\n`,
    role('ran', 'runs', roleArnOf('Leaf')),
  ].join('\n');

const takeKeys = () => ask('takeKeys', { profile: 'base', name: 'base' });
const profiles = () => at.settings().profiles.map(({ name }) => name);

it('of more profiles than can be looked at nothing is planned, in words', async () => {
  const many = Array.from({ length: 5001 }, (_, at) => role(`p${at}`, 'base', roleArnOf('Leaf')));
  await writeFile(at.awsFiles.config, [files.config, ...many].join('\n'));
  await expect(ask('planTakeover', {})).rejects.toMatchObject({
    code: 'file-invalid',
    message: `${at.awsFiles.config} has more than 5000 profiles that could be taken over.`,
  });
});

describe('a takeover', () => {
  it('is planned first: what starts where, whose keys are missing, and why the rest stays', async () => {
    const { profiles: planned, left } = await ask('planTakeover', {});
    expect(planned.map(({ name, keysIn: missing }) => [name, missing])).toEqual(
      expect.arrayContaining([
        ['careful', 'base'],
        ['leaf', 'base'],
      ]),
    );
    const names = left.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['round', 'trip', 'ran']));
    await takeKeys();
    const after = await ask('planTakeover', {});
    expect(after.profiles.filter(({ keysIn: missing }) => missing !== null)).toEqual([]);
    expect(profiles()).toEqual([]);
  });

  it('takes what a profile starts from along, once, and leaves the files as they are', async () => {
    await takeKeys();
    await expect(ask('takeOver', { names: ['leaf', 'leaf', 'partner'] })).resolves.toEqual({
      added: ['partner', 'leaf'],
      left: [],
    });
    const again = await ask('takeOver', { names: ['leaf'] });
    expect([again.added, again.left.map(({ name }) => name)]).toEqual([[], ['partner', 'leaf']]);
    expect(profiles()).toEqual(['partner', 'leaf']);
    await expect(readFile(at.awsFiles.config, 'utf8')).resolves.toBe(files.config);
    await expect(readFile(at.awsFiles.credentials, 'utf8')).resolves.toBe(files.credentials);
  });

  it('needs the keys that a profile starts from: without them it says whose, and takes nothing', async () => {
    const { added, left } = await ask('takeOver', { names: ['leaf'] });
    expect(added).toEqual([]);
    expect(left[0]).toMatchObject({ name: 'partner', why: expect.stringContaining('base') as string });
    expect(profiles()).toEqual([]);
  });

  it('brings profiles that one code opens, with the external id and the length that the file has', async () => {
    await takeKeys();
    await ask('takeOver', { names: ['careful', 'leaf'] });
    aws.requests.length = 0;
    await ask('credentials', { profile: 'careful', mfaCode: aws.nextMfaCodeOf('ada') });
    const { expiration } = await ask('credentials', { profile: 'leaf' });
    expect(Date.parse(expiration)).toBeLessThanOrEqual(aws.clock.now() + 900_000);
    expect([aws.calls('GetSessionToken'), aws.calls('AssumeRole')]).toEqual([1, 3]);
    const [careful] = aws.requests.filter(({ operation }) => operation === 'AssumeRole');
    expect(new URLSearchParams(careful?.body).get('RoleSessionName')).toBe('me');
  });

  it('leaves what AWS would never give, and says so', async () => {
    await takeKeys();
    const { added, left } = await ask('takeOver', { names: ['never'] });
    expect(added).toEqual(['partner']);
    expect(left[0]).toMatchObject({ name: 'never', why: expect.stringContaining('1 hour') as string });
  });

  it('never lets a profile start from another one that only has its parent’s name', async () => {
    await takeKeys();
    await ask('addProfile', { name: 'partner', from: 'base', steps: [] });
    const { added, left } = await ask('takeOver', { names: ['leaf'] });
    expect(added).toEqual([]);
    expect(left.map(({ name }) => name)).toEqual(['partner', 'leaf']);
  });

  it('takes no keys that are not there, temporary or another’s', async () => {
    await expect(ask('takeKeys', { profile: 'careful', name: 'x' })).rejects.toMatchObject({
      code: 'no-such-profile',
    });
    await writeFile(at.awsFiles.credentials, keysIn('base', 'AKIAABCDEFGHIJKLMNOP', 'w'.repeat(40)));
    await expect(takeKeys()).rejects.toMatchObject({ code: 'denied' });
    expect(at.settings().iamUsers).toEqual([]);
  });
});
