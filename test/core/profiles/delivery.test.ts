import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startBotocore, type Botocore } from '../../support/botocore.ts';
import { jsSdkKeysOf } from '../../support/jsSdk.ts';
import {
  credentialsOf,
  deliveryHome,
  hour,
  processOf,
  profileOf,
  type DeliveryHome,
} from './deliveryHome.ts';

const userConfig = '[default]\nregion = us-east-1\n\n[profile mine]\nsso_session = corp\n';
const userKeys = '[default]\naws_access_key_id = users-own\naws_secret_access_key = users-own';
const script = '/home/user/.latchkey/credential script';

let home: DeliveryHome;
let botocore: Botocore;

beforeAll(async () => {
  botocore = await startBotocore();
});
afterAll(() => botocore.close());
beforeEach(async () => {
  home = await deliveryHome();
  await home.write('config', userConfig);
  await home.write('credentials', userKeys);
});
afterEach(() => home.remove());

async function profiles(): Promise<Readonly<Record<string, unknown>>> {
  const reading = await botocore.readFiles(home.files);
  if ('error' in reading) throw new Error(reading.error);
  return reading.profiles;
}

describe('keys', () => {
  test('the AWS CLI and the JS SDK find delivered keys and their region', async () => {
    expect(await home.deliveries.putKeys(home.keys())).toEqual({
      file: home.files.credentials,
      warnings: [],
    });
    expect(await botocore.keysOf(home.files, 'prod.Admin')).toMatchObject({
      accessKeyId: 'id-first',
      secretAccessKey: 'secret-first',
      sessionToken: 'token-first',
      region: 'eu-west-1',
      method: 'shared-credentials-file',
    });
    expect(await jsSdkKeysOf(home.files, 'prod.Admin')).toMatchObject({ secretAccessKey: 'secret-first' });
    expect(await home.read('config')).toBe(userConfig);
    expect((await stat(home.files.credentials)).mode & 0o777).toBe(0o600);
  });

  test('a region that the person set for the profile stays in force', async () => {
    await home.write('config', '[profile prod.Admin]\nregion = ap-south-1\n');
    await home.deliveries.putKeys(home.keys());
    expect(await home.read('credentials')).not.toContain('region');
  });

  test.each([
    'sso_session = corp',
    'sso_account_id = 1',
    'role_arn = x',
    'credential_process = x',
    'Source_Profile = x',
  ])(
    'a profile of that name with %s in the config file is refused: AWS tools would disagree',
    async (line) => {
      await home.write('config', `[profile prod.Admin]\n${line}\n`);
      await expect(home.deliveries.putKeys(home.keys())).rejects.toMatchObject({ code: 'section-not-ours' });
      expect(await home.read('credentials')).toBe(userKeys);
    },
  );

  test('a section that Latchkey did not write is never replaced', async () => {
    await expect(home.deliveries.putKeys(home.keys({ name: 'default' }))).rejects.toMatchObject({
      code: 'section-not-ours',
      message: expect.stringContaining('[default]') as string,
    });
    expect(await home.read('credentials')).toBe(userKeys);
    expect(await home.deliveries.active()).toEqual([]);
  });

  test('another profile of ours takes the name over; the section of another home stays', async () => {
    await home.deliveries.putKeys(home.keys());
    await home.deliveries.putKeys(home.keys({ profile: profileOf('b'), secret: 'second' }));
    expect(await home.deliveries.active()).toMatchObject([{ id: 'b'.repeat(24), name: 'prod.Admin' }]);
    const other = home.again('home1111');
    await expect(other.putKeys(home.keys())).rejects.toMatchObject({ code: 'section-not-ours' });
    expect(await other.active()).toEqual([]);
  });

  test.each([
    'a b',
    'a]',
    'a\n[evil]',
    'a#b',
    'a;b',
    '"a"',
    '',
    '-a',
    'DEFAULT',
    'Default',
    '__proto__',
    'constructor',
    'é',
    'x'.repeat(129),
  ])('the name %j is refused', async (name) => {
    await expect(home.deliveries.putKeys(home.keys({ name }))).rejects.toMatchObject({ code: 'bad-input' });
    expect(await home.read('credentials')).toBe(userKeys);
  });

  test('keys that the file cannot hold are refused without being shown', async () => {
    for (const secret of ['two\nlines', 'with # comment', 'quote"', '']) {
      const credentials = { ...credentialsOf('x', home.now), sessionToken: secret };
      const refused = home.deliveries.putKeys(home.keys({ credentials }));
      await expect(refused).rejects.toMatchObject({ code: 'bad-input' });
      await expect(refused).rejects.not.toThrow(secret === '' ? 'no such text' : secret);
    }
  });

  test('keys take the place of a process profile of the same name', async () => {
    await home.deliveries.putProcess([processOf('a', 'prod.Admin')], { files: home.files, script });
    await home.deliveries.putKeys(home.keys());
    expect(await home.read('config')).toBe(userConfig);
    expect(await home.deliveries.active()).toMatchObject([{ delivery: 'keys' }]);
  });

  test('renewed keys are in the same section, and the region stays', async () => {
    await home.deliveries.putKeys(home.keys());
    const [delivery] = await home.deliveries.active();
    const next = credentialsOf('second', home.now + 2 * hour);
    expect(await home.deliveries.renewKeys(delivery!, next)).toBe('renewed');
    expect(await botocore.keysOf(home.files, 'prod.Admin')).toMatchObject({
      secretAccessKey: 'secret-second',
      region: 'eu-west-1',
    });
    expect(await home.deliveries.active()).toMatchObject([{ expiresAt: home.now + 2 * hour, intact: true }]);
  });

  test('the keys of the file never end later than their delivery', async () => {
    await home.deliveries.putKeys(home.keys({ endsAt: home.now + 60_000 }));
    expect(await home.deliveries.active()).toMatchObject([{ expiresAt: home.now + 60_000 }]);
  });

  test('a section that a person changed or removed is not renewed', async () => {
    await home.deliveries.putKeys(home.keys());
    const [delivery] = await home.deliveries.active();
    const text = await home.read('credentials');
    for (const changed of [`${text}\noutput = json\n`, text.replace('id-first', 'own'), userKeys]) {
      await home.write('credentials', changed);
      expect(await home.deliveries.renewKeys(delivery!, credentialsOf('x', home.now))).toBe('gone');
      expect(await home.read('credentials')).toBe(changed);
    }
  });

  test('a byte order mark and a section that is there twice are said, for the AWS CLI cannot read them', async () => {
    await home.write('credentials', '\u00ef\u00bb\u00bf[default]\n');
    expect((await home.deliveries.putKeys(home.keys())).warnings.join()).toContain('byte order mark');
    await home.write('credentials', '[user]\n[user]\n');
    expect((await home.deliveries.putKeys(home.keys())).warnings.join()).toContain('[user] twice');
  });

  test('the backup holds what is the person’s and no key of ours', async () => {
    await home.deliveries.putKeys(home.keys());
    await home.deliveries.putKeys(home.keys({ name: 'other' }));
    const folder = join(dirname(dirname(home.files.config)), 'backups');
    const [copy, ...others] = await readdir(folder);
    expect(others).toEqual([]);
    expect(await home.disk.read(join(folder, copy!))).toBe(userKeys);
  });

  test('no secret is remembered', async () => {
    await home.deliveries.putKeys(home.keys());
    await home.deliveries.remove({});
    expect(JSON.stringify([...home.documents])).not.toMatch(/(id|secret|token)-first/);
  });
});

describe('taking out', () => {
  test('everything taken out leaves the files as they were', async () => {
    await home.deliveries.putKeys(home.keys());
    await home.deliveries.putKeys(home.keys({ name: 'second', profile: profileOf('b') }));
    await home.deliveries.putProcess([processOf('c', 'third')], { files: home.files, script });
    expect(await home.deliveries.remove({})).toHaveLength(3);
    expect([await home.read('config'), await home.read('credentials')]).toEqual([userConfig, userKeys]);
    expect(await home.deliveries.remembered()).toEqual([]);
  });

  test('what is chosen goes, by id, name, sign-in or kind', async () => {
    await home.deliveries.putKeys(home.keys());
    await home.deliveries.putKeys(home.keys({ name: 'second', profile: profileOf('b', 'other') }));
    await home.deliveries.putProcess([processOf('c', 'third')], { files: home.files, script });
    const names = async () => (await home.deliveries.active()).map(({ name }) => name).sort();
    await home.deliveries.remove({ ssoSession: 'other' });
    expect(await names()).toEqual(['prod.Admin', 'third']);
    await home.deliveries.remove({ delivery: 'keys' });
    expect(await names()).toEqual(['third']);
    await home.deliveries.remove({ name: 'none' });
    await home.deliveries.remove({ ids: new Set(['c'.repeat(24)]) });
    expect(await names()).toEqual([]);
  });

  test('files of another place are remembered', async () => {
    const elsewhere = join(dirname(home.files.config), 'elsewhere');
    await home.deliveries.putKeys(home.keys({ files: { ...home.files, credentials: elsewhere } }));
    expect(await home.again().remove({})).toHaveLength(1);
    expect(await home.disk.read(elsewhere)).toBe('');
  });

  test('lines that a person added to our section stay', async () => {
    await home.deliveries.putKeys(home.keys());
    await home.write('credentials', `${await home.read('credentials')}\noutput = json\n`);
    await home.deliveries.remove({});
    expect(await home.read('credentials')).toBe(`${userKeys}\n\n[prod.Admin]\noutput = json\n`);
  });

  test('a file that cannot be written keeps its delivery, the others go', async () => {
    const blocked = join(dirname(home.files.config), 'blocked', 'credentials');
    await mkdir(dirname(blocked));
    await home.deliveries.putKeys(home.keys({ files: { ...home.files, credentials: blocked } }));
    await home.deliveries.putKeys(home.keys());
    await home.disk.sweep(blocked);
    await writeFile(`${blocked}.text`, (await home.disk.read(blocked)) ?? '');
    const { link, rm } = await import('node:fs/promises');
    await link(blocked, `${blocked}.other`);
    await expect(home.deliveries.remove({})).rejects.toMatchObject({ code: 'file-unwritable' });
    expect(await home.read('credentials')).toBe(userKeys);
    expect(await home.deliveries.remembered()).toHaveLength(1);
    await rm(`${blocked}.other`);
    expect(await home.deliveries.remove({})).toHaveLength(1);
  });
});

describe('expired keys', () => {
  test('at the end of the delivery the section goes, whatever can be renewed', async () => {
    await home.deliveries.putKeys(home.keys());
    home.now += 8 * hour - 1;
    expect(await home.deliveries.removeExpired(() => true)).toEqual([]);
    home.now += 1;
    expect(await home.deliveries.removeExpired(() => true)).toHaveLength(1);
    expect(await home.read('credentials')).toBe(userKeys);
  });

  test('expired keys that nobody renews go, those that will be renewed stay', async () => {
    await home.deliveries.putKeys(home.keys());
    home.now += hour;
    expect(await home.deliveries.removeExpired(() => true)).toEqual([]);
    expect(await home.deliveries.removeExpired()).toHaveLength(1);
  });

  test('process profiles do not end', async () => {
    await home.deliveries.putProcess([processOf('c', 'third')], { files: home.files, script });
    home.now += 1_000 * hour;
    expect(await home.deliveries.removeExpired()).toEqual([]);
  });

  test.each([undefined, 'broken', { version: 2 }])(
    'when our memory is %j the markers tell what is ours and when it ends',
    async (left) => {
      for (const index of Array(20).keys())
        await home.deliveries.putKeys(home.keys({ name: `name-${index}` }));
      home.documents.set('deliveries', left);
      const next = home.again();
      expect(await next.active()).toHaveLength(20);
      expect(await next.removeExpired(() => true)).toEqual([]);
      home.now += hour;
      expect(await next.removeExpired(({ role }) => role !== null)).toHaveLength(20);
      expect(await home.read('credentials')).toBe(userKeys);
    },
  );

  test('expired keys of a home that is gone go when nobody can renew them any more', async () => {
    await home.again('home1111').putKeys(home.keys());
    home.documents.clear();
    home.now += 12 * hour;
    await home.deliveries.removeExpired();
    expect(await home.read('credentials')).toContain('[prod.Admin]');
    home.now += hour;
    await home.deliveries.removeExpired();
    expect(await home.read('credentials')).toBe(userKeys);
  });

  test('an intent that never reached its file is forgotten', async () => {
    await home.deliveries.putKeys(home.keys());
    const remembered = structuredClone(home.documents.get('deliveries'));
    await home.deliveries.remove({});
    home.documents.set('deliveries', remembered);
    const next = home.again();
    expect(await next.active()).toEqual([]);
    await next.removeExpired();
    expect(await next.remembered()).toEqual([]);
  });

  test('keys in a file that cannot be read for a while are not forgotten', async () => {
    const elsewhere = join(dirname(home.files.config), 'elsewhere');
    await home.deliveries.putKeys(home.keys({ files: { ...home.files, credentials: elsewhere } }));
    const { rename, rmdir } = await import('node:fs/promises');
    await rename(elsewhere, `${elsewhere}.away`);
    await mkdir(elsewhere);
    home.now += 9 * hour;
    await expect(home.deliveries.removeExpired()).rejects.toMatchObject({ code: 'file-unreadable' });
    await rmdir(elsewhere);
    await rename(`${elsewhere}.away`, elsewhere);
    expect(await home.deliveries.removeExpired()).toHaveLength(1);
  });
});

describe('process profiles', () => {
  const put = (requests: ReturnType<typeof processOf>[], options = {}) =>
    home.deliveries.putProcess(requests, { files: home.files, script, ...options });

  test('the config file gets a profile for each, and the diff shows them', async () => {
    const result = await put([processOf('a', 'one'), processOf('b', 'two')]);
    expect(result).toMatchObject({
      added: ['one', 'two'],
      changed: [],
      removed: [],
      unchanged: 0,
      warnings: [],
    });
    expect(result.diffs[0]?.diff).toContain(
      `+[profile one]\n+# latchkey process id=${'a'.repeat(24)} home=home0000 check=`,
    );
    expect(result.diffs[0]?.diff).toContain(
      `+credential_process = "${script}" ${'a'.repeat(24)}\n+region = eu-west-1\n`,
    );
    expect(await profiles()).toMatchObject({
      one: { credential_process: `"${script}" ${'a'.repeat(24)}`, region: 'eu-west-1' },
      mine: { sso_session: 'corp' },
    });
    expect(await put([processOf('a', 'one')])).toMatchObject({ added: [], unchanged: 1, diffs: [] });
  });

  test('the AWS CLI and the JS SDK run the script', async () => {
    const folder = join(dirname(home.files.config), 'it’s a (home) & more');
    await mkdir(folder);
    const path = join(folder, 'script');
    const expiration = new Date(Date.now() + hour).toISOString();
    await writeFile(
      path,
      `#!/bin/sh\nprintf '{"Version":1,"AccessKeyId":"id","SecretAccessKey":"of-%s","SessionToken":"t","Expiration":"${expiration}"}' "$*"\n`,
    );
    await chmod(path, 0o755);
    await put([processOf('a', 'one')], { script: path });
    const wanted = { accessKeyId: 'id', secretAccessKey: `of-${'a'.repeat(24)}` };
    expect(await botocore.keysOf(home.files, 'one')).toMatchObject({ ...wanted, method: 'custom-process' });
    expect(await jsSdkKeysOf(home.files, 'one')).toMatchObject(wanted);
  });

  test.each(['relative', '/a"b', '/a\\b', '/a$b', '/a`b', '/a\nb', '/a #b', '/a;b'])(
    'the script path %j is refused',
    async (path) => {
      await expect(put([processOf('a', 'one')], { script: path })).rejects.toMatchObject({
        code: 'bad-input',
      });
      expect(await home.read('config')).toBe(userConfig);
    },
  );

  test('a dry run shows the same and writes nothing', async () => {
    const planned = await put([processOf('a', 'one')], { dryRun: true });
    expect([await home.read('config'), home.documents.size]).toEqual([userConfig, 0]);
    expect(await put([processOf('a', 'one')])).toEqual(planned);
  });

  test('a profile of the person is left alone: an error for one, a warning among several', async () => {
    await expect(put([processOf('a', 'mine')])).rejects.toMatchObject({ code: 'section-not-ours' });
    const result = await put([processOf('a', 'mine'), processOf('b', 'two')]);
    expect(result.added).toEqual(['two']);
    expect(result.warnings.join()).toContain('[profile mine]');
    expect((await home.read('config')).startsWith(userConfig)).toBe(true);
  });

  test('keys of ours of that name go; the person’s own are named in a warning', async () => {
    await home.deliveries.putKeys(home.keys({ name: 'one' }));
    await home.write('credentials', `${await home.read('credentials')}\n[two]\naws_access_key_id = x\n`);
    const result = await put([processOf('a', 'one'), processOf('b', 'two')]);
    expect(await home.read('credentials')).not.toContain('[one]');
    expect(result.warnings).toEqual([expect.stringContaining('[two]')]);
    expect(JSON.stringify(result.diffs)).not.toContain('-first');
    expect(JSON.stringify(result.diffs)).toContain('aws_secret_access_key = ****');
  });

  test('keys of ours stay where the process profile could not be put', async () => {
    await home.write('config', '[profile one]\noutput = json\n');
    await home.deliveries.putKeys(home.keys({ name: 'one' }));
    await put([processOf('a', 'one'), processOf('b', 'two')]);
    expect(await home.read('credentials')).toContain('[one]');
  });

  test('pruning takes out what is no longer offered, and nothing else', async () => {
    await put([processOf('a', 'one'), processOf('b', 'two'), processOf('c', 'three')]);
    await home.again('home1111').putProcess([processOf('e', 'other')], { files: home.files, script });
    const offered = new Set(['a', 'b'].map((letter) => letter.repeat(24)));
    expect(await put([processOf('a', 'one')], { offered })).toMatchObject({
      removed: ['three'],
      unchanged: 1,
    });
    expect(Object.keys(await profiles())).toEqual(['default', 'mine', 'one', 'two', 'other']);
  });

  test('two profiles of one name are refused', async () => {
    await expect(put([processOf('a', 'one'), processOf('b', 'one')])).rejects.toMatchObject({
      code: 'bad-input',
    });
  });

  test('thousands are put in, found and taken out', async () => {
    const requests = Array.from({ length: 5_000 }, (_, index) => ({
      ...processOf('a', `profile-${index}`),
      profile: { ...profileOf('a'), id: index.toString(16).padStart(24, '0') },
    }));
    expect((await put(requests)).added).toHaveLength(5_000);
    expect(await put(requests)).toMatchObject({ unchanged: 5_000, diffs: [] });
    expect(await home.deliveries.active()).toHaveLength(5_000);
    await home.deliveries.remove({});
    expect(await home.read('config')).toBe(userConfig);
  });
});

describe('undo', () => {
  const undo = (dryRun = false) => home.deliveries.undo({ dryRun });

  test('delivered keys are taken out; the diff hides them', async () => {
    await home.deliveries.putKeys(home.keys());
    const planned = await undo(true);
    expect(planned.diffs[0]?.diff).toContain('-[prod.Admin]');
    expect(planned.diffs[0]?.diff).toContain('-aws_session_token = ****');
    expect(JSON.stringify(planned)).not.toContain('-first');
    expect(await undo()).toEqual(planned);
    expect(await home.read('credentials')).toBe(userKeys);
    expect(await home.deliveries.active()).toEqual([]);
    await expect(undo()).rejects.toMatchObject({ code: 'nothing-to-undo' });
  });

  test('keys that were taken out are not written back', async () => {
    await home.deliveries.putKeys(home.keys());
    await home.deliveries.remove({});
    await expect(undo()).rejects.toMatchObject({
      code: 'nothing-to-undo',
      message: expect.stringContaining('never written back') as string,
    });
  });

  test('process profiles that were put, changed, pruned or taken out are as before', async () => {
    const put = (letters: string, options = {}) =>
      home.deliveries.putProcess(
        Array.from(letters).map((letter) => processOf(letter, `name-${letter}`)),
        { files: home.files, script, ...options },
      );
    await put('ab');
    const two = await profiles();
    await put('bc', { script: '/another/script', offered: new Set(['b'.repeat(24), 'c'.repeat(24)]) });
    expect(Object.keys(await profiles()).sort()).toEqual(['default', 'mine', 'name-b', 'name-c']);
    await undo();
    expect(await profiles()).toEqual(two);
    expect((await home.deliveries.remembered()).map(({ role }) => role?.ssoSession)).toEqual([
      'corp',
      'corp',
    ]);
    await home.deliveries.remove({});
    await undo();
    expect(await profiles()).toEqual(two);
    await put('d');
    await undo();
    expect(await profiles()).toEqual(two);
  });

  test('keys that replaced a process profile make way for it again', async () => {
    await home.deliveries.putProcess([processOf('a', 'prod.Admin')], { files: home.files, script });
    const before = await profiles();
    await home.deliveries.putKeys(home.keys());
    await undo();
    expect(await profiles()).toEqual(before);
  });

  test('lines that were changed since are left alone', async () => {
    await home.deliveries.putProcess([processOf('a', 'one')], { files: home.files, script });
    const changed = (await home.read('config')).replace('eu-west-1', 'eu-west-2');
    await home.write('config', changed);
    await expect(undo()).rejects.toMatchObject({ code: 'lines-changed' });
    await expect(undo(true)).rejects.toMatchObject({ code: 'lines-changed' });
    expect(await home.read('config')).toBe(changed);
    await home.write('credentials', userKeys);
    await home.deliveries.putKeys(home.keys({ name: 'keys' }));
    await home.write('credentials', `${await home.read('credentials')}\noutput = json`);
    await expect(undo()).rejects.toMatchObject({ code: 'lines-changed' });
  });

  test('lines elsewhere in the file may have changed', async () => {
    await home.deliveries.putProcess([processOf('a', 'one')], { files: home.files, script });
    await home.write('config', `# mine\n${await home.read('config')}`);
    await undo();
    expect(await home.read('config')).toBe(`# mine\n${userConfig}`);
  });

  test('a renewal is no edit of the person: undo takes the delivery back', async () => {
    await home.deliveries.putKeys(home.keys());
    const [delivery] = await home.deliveries.active();
    await home.deliveries.renewKeys(delivery!, credentialsOf('second', home.now + 2 * hour));
    await undo();
    expect(await home.read('credentials')).toBe(userKeys);
  });
});

test('the doctor sees files that cannot be used', async () => {
  expect(await home.deliveries.inspect()).toEqual([
    { file: home.files.config, problem: null },
    { file: home.files.credentials, problem: null },
  ]);
  await home.write('credentials', '[a]\n[a]\n');
  const [, credentials] = await home.deliveries.inspect();
  expect(credentials?.problem).toContain('[a] twice');
});

test('what is remembered changes its version, looking does not', async () => {
  await home.deliveries.putKeys(home.keys());
  const version = home.deliveries.version();
  await home.deliveries.active();
  await home.deliveries.removeExpired();
  expect(home.deliveries.version()).toBe(version);
  await home.deliveries.remove({});
  expect(home.deliveries.version()).toBeGreaterThan(version);
});
