/** What other tools, an exported file and a team’s file bring: a plan, and what the person chooses of it. */
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Input } from '../../src-main/contract.ts';
import { createAppOnAws, type AppOnAws } from '../support/appOnAws.ts';
import { atTheDoor, type Ask } from '../support/atTheDoor.ts';

const nowhere = 'http://127.0.0.1:1';
const aws = {
  endpoints: { ssoOidc: nowhere, sso: nowhere, sts: nowhere, iam: nowhere, signin: nowhere },
  clock: { now: () => 1_790_000_000_000, advance: () => undefined },
};
const fixtures = join(import.meta.dirname, '../fixtures/import');
const machine = createHash('sha256').update('0123456789abcdef').digest('hex');

/** The look at the team’s file goes on beside; nothing else is waited for. */
const patiently = { timeout: 10_000 };

let at: AppOnAws;
let ask: Ask;

beforeEach(async () => {
  at = await createAppOnAws(aws as never, {
    machineIds: ['another', machine],
  });
  ask = atTheDoor(at.app, { kind: 'person' });
});
afterEach(() => at.remove());

async function put(from: string, path: string): Promise<string> {
  const to = join(at.folder, path);
  await mkdir(dirname(to), { recursive: true });
  await copyFile(join(fixtures, from), to);
  return to;
}

async function write(path: string, text: string): Promise<string> {
  const to = join(at.folder, path);
  await mkdir(dirname(to), { recursive: true });
  await writeFile(to, text);
  return to;
}

/** As crypto-js encrypts with a passphrase. */
function sealed(text: string, passphrase: string): string {
  const salt = randomBytes(8);
  let derived = Buffer.alloc(0);
  for (let last = Buffer.alloc(0); derived.length < 48; derived = Buffer.concat([derived, last]))
    last = createHash('md5')
      .update(Buffer.concat([last, Buffer.from(passphrase), salt]))
      .digest();
  const cipher = createCipheriv('aes-256-cbc', derived.subarray(0, 32), derived.subarray(32, 48));
  return Buffer.concat([Buffer.from('Salted__'), salt, cipher.update(text), cipher.final()]).toString(
    'base64',
  );
}

const files = {
  aws: () => put('aws/config', '.aws/config'),
  'aws-vault': () => {
    // Its keychain is not read: the person has given the key of one of its profiles before.
    const base = { name: 'base', arn: 'arn:aws:iam::111111111111:user/base', keyId: 'AKIAABCDEFGHIJKLMNOP' };
    const more = { region: 'eu-west-1', mfaSerial: null, mfaProcess: null, sessionSeconds: null };
    at.changeSettings((now) => ({ ...now, iamUsers: [{ ...base, ...more }] }));
    return put('aws-vault/config', '.aws/config');
  },
  granted: async () => {
    await put('granted/aws-config', '.aws/config');
    return put('granted/config', '.granted/config');
  },
  'aws-sso-cli': () => put('aws-sso-cli/config.yaml', '.config/aws-sso/config.yaml'),
  leapp: async () =>
    write(
      '.Leapp/Leapp-lock.json',
      sealed(await readFile(join(fixtures, 'leapp/workspace.json'), 'utf8'), machine),
    ),
} as const;
type Tool = keyof typeof files;
const tools = Object.keys(files) as Tool[];

type Source = Input<'planImport'>;

async function take(source: Source, chosen?: (id: string) => boolean) {
  const { digest, items } = await ask('planImport', source);
  const ids = items
    .filter(({ id, collides, keysIn }) => (chosen === undefined ? !collides && keysIn === null : chosen(id)))
    .map(({ id }) => id);
  return ask('applyImport', { ...source, digest, items: ids });
}

const lines = async (source: Source) => {
  const { items, left } = await ask('planImport', source);
  const taken = items.map(({ kind, name, after }) => `+ ${kind} ${name}: ${after.join(', ')}`);
  return [...taken, ...left.map(({ name, why }) => `- ${name}: ${why}`), ''].join('\n');
};

describe('an import', () => {
  it.each(tools)('from %s has the plan that its files promise', async (from) => {
    await files[from]();
    await expect(await lines({ from })).toMatchFileSnapshot(join(fixtures, from, 'plan.txt'));
  });

  it.each(tools)('from %s does all that it planned, once, and leaves the files as they are', async (from) => {
    const file = await files[from]();
    const before = await readFile(file, 'utf8');
    const { items } = await ask('planImport', { from });
    const { done, left } = await take({ from });
    expect([done.length, left]).toEqual([items.length, []]);
    expect((await ask('planImport', { from })).items).toEqual([]);
    await expect(readFile(file, 'utf8')).resolves.toBe(before);
  });

  it('takes what was chosen, and nothing that needs what was not', async () => {
    await files.aws();
    const { done, left } = await take({ from: 'aws' }, (id) => id.startsWith('profile '));
    expect(done).toEqual([]);
    expect(left.map(({ name }) => name)).toEqual(['deploy']);
    expect(at.settings()).toMatchObject({ ssoSessions: [], profiles: [] });
  });

  it('is refused when the file or the settings are others than in the plan', async () => {
    const file = await files.aws();
    const { digest, items } = await ask('planImport', { from: 'aws' });
    const apply = () => ask('applyImport', { from: 'aws', digest, items: items.map(({ id }) => id) });
    at.changeSettings((now) => ({
      ...now,
      ssoSessions: [
        { name: 'acme', startUrl: 'https://other.awsapps.com/start', region: 'eu-west-1', flow: 'device' },
      ],
    }));
    await expect(apply()).rejects.toMatchObject({ code: 'lines-changed' });
    at.changeSettings((now) => ({ ...now, ssoSessions: [] }));
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('role/Deploy', 'role/Other'));
    await expect(apply()).rejects.toMatchObject({ code: 'lines-changed' });
    expect(at.settings().profiles).toEqual([]);
    await writeFile(file, text);
    await expect(apply()).resolves.toMatchObject({ left: [] });
  });

  it('gives a sign-in whose name is another’s a number, and replaces no profile unasked', async () => {
    await files.aws();
    at.changeSettings((now) => ({
      ...now,
      ssoSessions: [
        { name: 'acme', startUrl: 'https://other.awsapps.com/start', region: 'eu-west-1', flow: 'device' },
      ],
    }));
    await ask('addProfile', {
      name: 'deploy',
      from: '999999999999/Developer',
      steps: [{ roleArn: 'arn:aws:iam::999999999999:role/Mine' as never }],
    });
    const [mine] = at.settings().profiles;
    const { items } = await ask('planImport', { from: 'aws' });
    expect(items.find(({ kind }) => kind === 'sign-in')).toMatchObject({ name: 'acme-2' });
    expect(items.find(({ kind }) => kind === 'profile')).toMatchObject({
      change: 'change',
      collides: true,
      before: ['from  acme / 999999999999 / Developer', 'role  arn:aws:iam::999999999999:role/Mine'],
    });
    await take({ from: 'aws' });
    expect(at.settings().profiles).toEqual([mine]);
    await take({ from: 'aws' }, () => true);
    expect(at.settings().profiles).toMatchObject([{ id: mine?.id, from: { ssoSession: 'acme-2' } }]);
  });

  it('opens Leapp’s file with the id of the machine that wrote it alone', async () => {
    const json = await readFile(join(fixtures, 'leapp/workspace.json'), 'utf8');
    const path = await write('other.json', sealed(json, 'some other machine'));
    await expect(ask('planImport', { from: 'leapp', files: [path] })).rejects.toMatchObject({
      code: 'file-invalid',
      message: 'Leapp’s file cannot be opened with the id of this machine.',
    });
    await writeFile(path, json);
    expect((await ask('planImport', { from: 'leapp', files: [path] })).items.length).toBeGreaterThan(3);
  });

  it('finds the tools whose files are here', async () => {
    expect((await ask('importSources', {})).sources).toEqual([]);
    await files.granted();
    await files.leapp();
    const { sources } = await ask('importSources', {});
    expect(sources.map(({ from }) => from)).toEqual(['leapp', 'aws', 'granted']);
  });
});

describe('a very long file', () => {
  const head =
    '[sso-session a]\nsso_start_url=https://a.awsapps.com/start\nsso_region=eu-west-1\n' +
    '[profile base]\nsso_session=a\nsso_account_id=111111111111\nsso_role_name=R\n';
  const chains = (count: number) =>
    Array.from(
      { length: count },
      (_, at) => `[profile p${at}]\nrole_arn=arn:aws:iam::222222222222:role/R${at}\nsource_profile=base\n`,
    ).join('');

  it('of more profiles than can be looked at gives words', async () => {
    await write('.aws/config', head + chains(4000));
    await expect(ask('planImport', { from: 'aws' })).rejects.toMatchObject({
      message: 'That is more than 2000 profiles with roles at once.',
    });
  });

  it('of some hundred profiles with roles comes whole', async () => {
    await write('.aws/config', head + chains(500));
    await expect(take({ from: 'aws' })).resolves.toMatchObject({ left: [] });
    expect(at.settings().profiles).toHaveLength(500);
  });
});

describe('exported settings', () => {
  it('bring all of them to another home, by names, and no secret, trust or way to run something', async () => {
    const listed = [
      { accountId: '111111111111', accountName: 'payments', roles: ['Developer'] },
      { accountId: '222222222222', accountName: null, roles: ['ReadOnly'] },
    ];
    await write('state/account-roles.json', JSON.stringify({ 'Acme-corp': listed }));
    ask = atTheDoor(at.restarted(), { kind: 'person' });
    await files.leapp();
    await take({ from: 'leapp' });
    const label = { label: 'production', pattern: '333333333333' };
    at.changeSettings((now) => ({
      ...now,
      proxy: 'http://me:canary-5f1d@proxy.example.com:3128',
      caBundle: '/etc/ssl/own.pem',
      browsers: [
        {
          for: { kind: 'all' },
          open: { browser: 'firefox', profile: null, container: null, private: false },
        },
      ],
      teamFile: { path: '/home/ada/team.yaml', accepted: null },
      labels: [label],
      askFirst: { roles: [{ accountId: '333333333333', roleName: 'Deploy' }], labels: ['production'] },
      hidden: { accounts: ['222222222222'], profiles: [] },
      theme: 'dark',
    }));
    const { text } = await ask('exportSettings', {});
    expect(text).not.toMatch(/canary|proxy|pem|firefox|team\.yaml|endpoint/);
    const before = at.settings();
    const path = await write('settings.json', text);
    await at.remove();
    at = await createAppOnAws(aws as never);
    ask = atTheDoor(at.app, { kind: 'person' });
    await write('settings.json', text);
    const source = { from: 'settings' as const, files: [path.replace(/^.*\//, `${at.folder}/`)] };
    const { left } = await take(source);
    expect(left).toEqual([]);
    const after = at.settings();
    const nameless = (all: typeof before.profiles) =>
      all.map(({ name, steps, region }) => ({ name, steps, region }));
    expect(nameless(after.profiles)).toEqual(nameless(before.profiles));
    for (const key of [
      'ssoSessions',
      'labels',
      'askFirst',
      'hidden',
      'theme',
      'aliases',
      'regions',
      'favourites',
    ] as const)
      expect(after[key], key).toEqual(before[key]);
    expect(after).toMatchObject({ proxy: null, caBundle: null, browsers: [], teamFile: null });
    expect((await ask('planImport', source)).items).toEqual([]);
  });

  it('that name anything else are refused whole', async () => {
    const { text } = await ask('exportSettings', {});
    const settings = JSON.parse(text) as Record<string, unknown>;
    for (const more of [
      { proxy: 'http://127.0.0.1:1' },
      { endpoints: { sso: 'https://evil.example.com' } },
      { browsers: [] },
      { iamUsers: [{ mfaProcess: ['sh'] }] },
      { preferences: { caBundle: '/tmp/ca.pem' } },
      { preferences: { startAtLogin: true } },
      { signIns: [{ name: 'evil', startUrl: 'http://evil.example.com', region: 'eu-west-1' }] },
      { chains: [{ name: 'x', from: { kind: 'iam-user', name: 'x', mfaProcess: ['sh'] } }] },
    ]) {
      const path = await write('settings.json', JSON.stringify({ ...settings, ...more }));
      await expect(ask('planImport', { from: 'settings', files: [path] })).rejects.toMatchObject({
        code: 'file-invalid',
      });
    }
  });
});

it('settings that came before any sync are exported again as they came', async () => {
  const role = 'corp/111111111111/Developer';
  const file = {
    ...{ latchkey: 'settings', version: 1 },
    signIns: [{ name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-west-1' }],
    ...{ aliases: { [role]: 'dev' }, favourites: [role] },
    hidden: { accounts: [], profiles: ['corp/222222222222/Developer'] },
    regions: { accounts: {}, profiles: { [role]: 'us-east-1' } },
  };
  const path = await write('before.json', JSON.stringify(file));
  await take({ from: 'settings', files: [path] });
  const { aliases, favourites, hidden, regions } = file;
  const { text } = await ask('exportSettings', {});
  expect(JSON.parse(text)).toMatchObject({ aliases, favourites, hidden, regions });
  await ask('removeSsoSession', { name: 'corp' });
  const after = JSON.parse((await ask('exportSettings', {})).text) as typeof file;
  expect([after.signIns, after.favourites, after.aliases]).toEqual([[], [], {}]);
});

describe('a team’s file', () => {
  const source = { from: 'team' as const };
  let path: string;
  const live = async () => (await ask('snapshot', { rowsVersion: null })).live.teamFile;
  const rewrite = async (change: (text: string) => string) =>
    writeFile(path, change(await readFile(path, 'utf8')));

  beforeEach(async () => {
    path = await put('team/team.yaml', 'checkout/team.yaml');
    await ask('setTeamFile', { path });
  });

  it('is told of and never applied by itself; each change is asked about once', async () => {
    await expect.poll(live, patiently).toEqual({
      path,
      changes: '1 sign-in, 2 chains, 2 aliases, 1 label, 1 colour, 2 marks',
      problem: null,
    });
    expect(at.settings()).toMatchObject({ ssoSessions: [], profiles: [], labels: [] });
    await expect(await lines(source)).toMatchFileSnapshot(join(fixtures, 'team/plan.txt'));
    await take(source, (id) => id.startsWith('sign-in'));
    await expect.poll(live, patiently).toMatchObject({ changes: null });
    await rewrite((text) => text.replace('ship it', 'ship'));
    at.changeSettings((now) => ({ ...now }));
    await expect
      .poll(live, patiently)
      .toMatchObject({ changes: expect.stringContaining('1 label') as string });
  });

  it('offers to take back what came from it and is gone, and nothing that the person made', async () => {
    await take(source);
    await ask('addLabel', { label: 'own', pattern: '*' });
    await rewrite((text) =>
      text
        .replace(/ {2}- name: deeper[\s\S]*?(?=labels:)/, '')
        .replace('  deploy: ship it\n', '')
        .replace(/labels:\n {2}- label: production\n.*\n/, ''),
    );
    const { items, left } = await ask('planImport', source);
    expect(items.map(({ change, kind, name, collides }) => [change, kind, name, collides])).toEqual([
      ['remove', 'profile', 'deeper', true],
      ['remove', 'alias', 'deploy', true],
    ]);
    // Its label asks first.
    expect(left.map(({ name }) => name)).toEqual(['Label production']);
    await take(source, () => true);
    expect(at.settings().profiles.map(({ name }) => name)).toEqual(['deploy']);
    expect(at.settings().labels.map(({ label }) => label)).toEqual(['production', 'own']);
    expect((await ask('planImport', source)).items).toEqual([]);
  });

  it('adds marks and never takes one away', async () => {
    const role = { accountId: '555555555555', roleName: 'Root' };
    at.changeSettings((now) => ({ ...now, askFirst: { roles: [role], labels: ['mine'] } }));
    await take(source);
    expect(at.settings().askFirst).toEqual({
      roles: [role, { accountId: '111111111111', roleName: 'AdministratorAccess' }],
      labels: ['mine', 'production'],
    });
    await rewrite((text) => text.replace(/askFirst:[\s\S]*$/, ''));
    await take(source, () => true);
    expect(at.settings().askFirst.labels).toEqual(['mine', 'production']);
    expect(at.settings().askFirst.roles).toHaveLength(2);
  });

  it.each([
    ['marks to take away', 'askFirst:\n  remove: [production]'],
    ['a command', 'chains:\n  - name: x\n    from: y\n    credentialProcess: sh'],
    ['a browser', 'browsers: []'],
    ['an endpoint', 'endpoints:\n  sso: https://evil.example.com'],
    ['a proxy', 'proxy: http://127.0.0.1:1'],
    [
      'a way in the clear',
      'signIns:\n  - { name: e, startUrl: "http://evil.example.com", region: eu-west-1 }',
    ],
    ['an alias in disguise', 'aliases:\n  111111111111/Developer: "dev\\u202Eved"'],
  ])('with %s is refused whole, in words', async (_what, more) => {
    await writeFile(path, `latchkey: team\nversion: 1\n${more}\n`);
    await expect(ask('planImport', source)).rejects.toMatchObject({ code: 'file-invalid' });
    await expect.poll(live, patiently).toMatchObject({
      changes: null,
      problem: expect.stringContaining('cannot be taken') as string,
    });
  });

  it('is named by no program while the application runs', async () => {
    const { contract } = await import('../../src-main/contract.ts');
    expect(contract.setTeamFile.doors).toEqual(['window', 'headless-socket']);
  });
});
