import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chown, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAwsCliSignIns } from '../../src-main/adapters/awsCliSignIns.ts';
import type { AwsCliSignIns } from '../../src-main/core/ports.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const place = {
  name: 'my-sso',
  startUrl: 'https://my-sso-portal.awsapps.com/start',
  region: 'eu-west-1',
  flow: 'device',
} as const;

/** As the AWS CLI 2 writes it for an sso-session. */
const written = {
  startUrl: place.startUrl,
  region: place.region,
  accessToken: 'token-of-the-aws-cli',
  expiresAt: '2030-01-01T10:00:00Z',
  clientId: 'client',
  clientSecret: 'secret-of-the-aws-cli',
  registrationExpiresAt: '2030-03-01T10:00:00Z',
  refreshToken: 'refresh-token-of-the-aws-cli',
};
const at = Date.parse(written.expiresAt);

let folder: string;
let cache: string;
let sleeps: number;
let meanwhile: () => Promise<void>;
let signIns: AwsCliSignIns;

beforeEach(async () => {
  folder = await temporaryFolder({ inMemory: true });
  cache = join(folder, '.aws/sso/cache');
  await mkdir(cache, { recursive: true });
  sleeps = 0;
  meanwhile = () => Promise.resolve();
  const clock = {
    now: () => 0,
    sleep: () => {
      sleeps += 1;
      return meanwhile();
    },
  };
  signIns = createAwsCliSignIns({ cache, config: join(folder, '.aws/config'), clock });
});
afterEach(() => rm(folder, { recursive: true }));

function fileOf(hashed: string): string {
  return join(cache, `${createHash('sha1').update(hashed).digest('hex')}.json`);
}

async function put(hashed: string, change: Record<string, unknown> = {}): Promise<void> {
  await writeFile(fileOf(hashed), JSON.stringify({ ...written, ...change }));
}

test('the file has the name that the AWS CLI gives it', async () => {
  await writeFile(join(cache, '0ad374308c5a4e22f723adf10145eafad7c4031c.json'), JSON.stringify(written));
  expect(await signIns.read(place)).toEqual({ accessToken: written.accessToken, expiresAt: at });
});

test('one of the older form is named by the start URL', async () => {
  await writeFile(
    join(cache, 'c7aaaf71fcc8777ae2475525ed049d39fe16c484.json'),
    JSON.stringify({
      startUrl: place.startUrl,
      region: place.region,
      accessToken: 'old-form',
      expiresAt: '2030-01-01T10:00:00UTC',
    }),
  );
  expect(await signIns.read(place)).toEqual({ accessToken: 'old-form', expiresAt: at });
});

test.each(['/', '#', '#/', '/#', '/#/'])(
  'the start URL may end in %s, in the config file and in our settings',
  async (end) => {
    const startUrl = `${place.startUrl}${end}`;
    await put(startUrl, { startUrl });
    expect(await signIns.read(place)).toBeDefined();
    expect(await signIns.read({ ...place, startUrl })).toBeDefined();
    await put(place.startUrl, { accessToken: 'plain', expiresAt: '2030-01-01T11:00:00Z' });
    expect(await signIns.read({ ...place, startUrl })).toMatchObject({ accessToken: 'plain' });
  },
);

test.each(['[sso-session work]', '[sso-session "work"]', "[ sso-session 'work' ]"])(
  'the person may call it otherwise there: %s',
  async (header) => {
    await writeFile(join(folder, '.aws/config'), `[default]\n${header}\nsso_region = eu-west-1\n`);
    await put('work');
    expect(await signIns.read(place)).toBeDefined();
  },
);

test('of two the one that lasts longer', async () => {
  await put(place.name, { accessToken: 'short' });
  await put(place.startUrl, { accessToken: 'long', expiresAt: '2030-01-01T10:00:01Z' });
  expect(await signIns.read(place)).toMatchObject({ accessToken: 'long' });
});

test.each([
  ['2030-01-01T10:00:00Z', at],
  ['2030-01-01T10:00:00.000Z', at],
  ['2030-01-01T10:00:00UTC', at],
  ['2030-01-01T10:00:00+00:00', at],
  ['2030-13-01T10:00:00Z', undefined],
  ['2030-01-01T10:00:00', undefined],
  ['2030-01-01T10:00:00+02:00', undefined],
  [1893492000, undefined],
])('the end %s is %s', async (expiresAt, end) => {
  await put(place.name, { expiresAt });
  expect((await signIns.read(place))?.expiresAt).toBe(end);
});

test.each([
  { startUrl: 'https://other.awsapps.com/start' },
  { startUrl: 'https://my-sso-portal.awsapps.com/start/other' },
  { startUrl: 'https://my-sso-portal.awsapps.com/start?x=1' },
  { startUrl: 'http://my-sso-portal.awsapps.com/start' },
  { startUrl: 'https://ada@my-sso-portal.awsapps.com/start' },
  { region: 'eu-west-2' },
  { region: undefined },
  { accessToken: '' },
  { accessToken: 'a\r\nX-Header: 1' },
  { accessToken: 7 },
])('one that is not for this place, or is no token, is none: %j', async (change) => {
  await put(place.name, change);
  expect(await signIns.read(place)).toBeUndefined();
});

test('a file that is being written is read once more', async () => {
  for (const half of ['', '{"startUrl": "https://my-']) {
    await writeFile(fileOf(place.name), half);
    meanwhile = () => put(place.name);
    sleeps = 0;
    expect(await signIns.read(place)).toBeDefined();
    expect(sleeps).toBe(1);
  }
});

test('a file that stays half is none, and nobody waits for it', async () => {
  await writeFile(fileOf(place.name), '{"startUrl": ');
  expect(await signIns.read(place)).toBeUndefined();
  expect(sleeps).toBe(1);
});

test('no cache, no config file: none', async () => {
  await rm(join(folder, '.aws'), { recursive: true });
  expect(await signIns.read(place)).toBeUndefined();
});

test('a pipe instead of the config file keeps nobody waiting', async () => {
  await put(place.name);
  await rm(join(folder, '.aws/config'), { force: true });
  execFileSync('mkfifo', [join(folder, '.aws/config')]);
  expect(await signIns.read(place)).toEqual(await readWithout());
  async function readWithout() {
    await rm(join(folder, '.aws/config'));
    return signIns.read(place);
  }
});

test('a link, a pipe, a folder and a file of more than 64 kB are not read', async () => {
  await writeFile(join(folder, 'elsewhere'), JSON.stringify(written));
  await symlink(join(folder, 'elsewhere'), fileOf(place.name));
  expect(await signIns.read(place)).toBeUndefined();
  await rm(fileOf(place.name));
  execFileSync('mkfifo', [fileOf(place.name)]);
  expect(await signIns.read(place)).toBeUndefined();
  await rm(fileOf(place.name));
  await mkdir(fileOf(place.name));
  expect(await signIns.read(place)).toBeUndefined();
  await rm(fileOf(place.name), { recursive: true });
  await put(place.name, { more: 'x'.repeat(64 * 1024) });
  expect(await signIns.read(place)).toBeUndefined();
});

test.runIf(process.getuid?.() === 0)('a file of another user is not read', async () => {
  await put(place.name);
  await chown(fileOf(place.name), 65534, 65534);
  expect(await signIns.read(place)).toBeUndefined();
});
