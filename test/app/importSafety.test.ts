/** What a file of somebody else's, or a program that applies one, must not come to by way of an import. */
import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Settings } from '../../src-main/core/settings/settings.ts';
import { createAppOnAws, type AppOnAws } from '../support/appOnAws.ts';
import { atTheDoor, type Ask } from '../support/atTheDoor.ts';

const nowhere = 'http://127.0.0.1:1';
const aws = {
  endpoints: { ssoOidc: nowhere, sso: nowhere, sts: nowhere, iam: nowhere, signin: nowhere },
  clock: { now: () => 1_790_000_000_000, advance: () => undefined },
};
const corp = {
  name: 'corp',
  startUrl: 'https://corp.awsapps.com/start',
  region: 'eu-west-1',
  flow: 'device',
} as const;
const prodAdmin: Settings['profiles'][number] = {
  id: 'a'.repeat(24),
  name: 'prod-admin',
  from: { kind: 'account-role', ssoSession: 'corp', accountId: '111111111111', roleName: 'Admin' },
  steps: [],
  region: null,
};

/** The look at the team’s file goes on beside; nothing else is waited for. */
const patiently = { timeout: 10_000 };

let at: AppOnAws;
let asProgram: Ask;
let asPerson: Ask;

beforeEach(async () => {
  at = await createAppOnAws(aws as never, { owner: 'application' });
  asPerson = atTheDoor(at.app, { kind: 'person' });
  asProgram = atTheDoor(at.app, { kind: 'program', claimed: null, peer: () => Promise.resolve(undefined) });
  at.changeSettings((now) => ({ ...now, ssoSessions: [corp] }));
});
afterEach(() => at.remove());

async function written(kind: 'settings' | 'team', more: object): Promise<string> {
  const path = join(at.folder, `${kind}.json`);
  await writeFile(path, JSON.stringify({ latchkey: kind, version: 1, ...more }));
  return path;
}

async function applied(ask: Ask, source: { readonly from: 'settings' | 'team'; readonly files?: string[] }) {
  const { digest, items } = await asPerson('planImport', source);
  return ask('applyImport', { ...source, digest, items: items.map(({ id }) => id) });
}

it.each(['prod-admin', 'Prod-Admin'])(
  'a program cannot lead “%s” elsewhere, whose name alone makes its role ask first',
  async (name) => {
    at.changeSettings((now) => ({
      ...now,
      profiles: [prodAdmin],
      labels: [{ label: 'production', pattern: 'prod-*' }],
      askFirst: { roles: [], labels: ['production'] },
    }));
    const path = await written('settings', { chains: [{ name, from: 'corp/222222222222/Developer' }] });
    const { done, left } = await applied(asProgram, { from: 'settings', files: [path] });
    expect([done, left.map(({ why }) => why)]).toEqual([
      [],
      [expect.stringContaining('asks first by its name')],
    ]);
    expect(at.settings().profiles).toEqual([prodAdmin]);
  },
);

it('a label that a plan marks is not taken away by the same plan', async () => {
  const label = { label: 'production', pattern: '111111111111' };
  await written('team', { labels: [label] });
  await asPerson('setTeamFile', { path: await written('team', { labels: [label] }) });
  await applied(asPerson, { from: 'team' });
  await written('team', { askFirst: { labels: ['production'] } });
  const { left } = await applied(asPerson, { from: 'team' });
  expect(left.map(({ name }) => name)).toEqual(['production']);
  expect(at.settings()).toMatchObject({ labels: [label], askFirst: { labels: ['production'] } });
});

it('a plan shows the signs that would hide or turn around what is agreed to', async () => {
  const label = { label: 'x', pattern: 'dev\u202e*\u0000\n\u200bend' };
  const path = await written('settings', { labels: [label] });
  const { items } = await asPerson('planImport', { from: 'settings', files: [path] });
  expect(items.map(({ after }) => after)).toEqual([['for dev\ufffd*\ufffd \ufffdend']]);
});

it('a team’s file of more sign-ins than can be looked at gives words', async () => {
  const path = await written('team', { labels: [{ label: 'x', pattern: 'y' }] });
  await asPerson('setTeamFile', { path });
  const changes = async () => (await asPerson('snapshot', { rowsVersion: null })).live.teamFile?.changes;
  await expect.poll(changes, patiently).toBe('1 label');
  const { startUrl, region } = corp;
  const signIns = Array.from({ length: 301 }, (_, count) => ({
    ...{ name: `s${count}`, startUrl: startUrl.replace('corp', `s${count}`), region },
  }));
  await written('team', { signIns });
  at.changeSettings((now) => ({ ...now }));
  const problem = async () => (await asPerson('snapshot', { rowsVersion: null })).live.teamFile?.problem;
  await expect.poll(problem, patiently).toBe('That is more than 300 sign-ins at once.');
});

it('a name or an alias of a file means nothing that means something here already', async () => {
  const other = { ...prodAdmin, id: 'b'.repeat(24), name: 'other' };
  at.changeSettings((now) => ({
    ...now,
    profiles: [prodAdmin, other],
    aliases: { [prodAdmin.id]: 'money' },
  }));
  const path = await written('settings', {
    chains: [{ name: 'Money', from: 'corp/222222222222/Developer' }],
    aliases: { other: 'Prod-Admin', 'corp/111111111111/Developer': 'MONEY', 'prod-admin': 'cash' },
  });
  const { items, left } = await asPerson('planImport', { from: 'settings', files: [path] });
  expect(items.map(({ kind, name, after }) => [kind, name, ...after])).toEqual([
    ['alias', 'prod-admin', 'cash'],
  ]);
  expect(left.map(({ why }) => why)).toEqual([
    expect.stringContaining('is an alias here'),
    '“MONEY” means another profile here.',
    '“Prod-Admin” means another profile here.',
  ]);
});

it('is refused where only what nobody sees has changed since the plan', async () => {
  const policy = (sign: string) => `{"Statement":[]${sign}}`;
  const step = { roleArn: 'arn:aws:iam::333333333333:role/Deploy' };
  const chains = (sign: string) => [
    { name: 'deploy', from: 'corp/222222222222/Developer', steps: [{ ...step, policy: policy(sign) }] },
  ];
  const path = await written('settings', { chains: chains('\t') });
  const source = { from: 'settings' as const, files: [path] };
  const { digest, items } = await asPerson('planImport', source);
  await written('settings', { chains: chains('\n') });
  await expect(
    asPerson('applyImport', { ...source, digest, items: items.map(({ id }) => id) }),
  ).rejects.toMatchObject({ code: 'lines-changed' });
});

it.each([
  [{ latchkey: 'settings', version: 99, more: true }, 'The file is from a newer version of Latchkey.'],
  [{ latchkey: 'team', version: 1 }, 'The file is one that a team shares.'],
  [{ name: 'package', version: '1.0.0' }, 'The file is none of Latchkey’s.'],
  [{ latchkey: 'settings', version: 1, preferences: { theme: 'blue' } }, 'preferences.theme is not valid'],
  [[], 'The file is none of Latchkey’s.'],
])('a file that is no export of this version, %j, is refused in words for people', async (file, message) => {
  const path = join(at.folder, 'wrong.json');
  await writeFile(path, JSON.stringify(file));
  const refused = asPerson('planImport', { from: 'settings', files: [path] });
  await expect(refused).rejects.toMatchObject({
    code: 'file-invalid',
    message: expect.stringContaining(message) as string,
    hint: expect.not.stringMatching(/Invalid|expected/) as string,
  });
});

it('a folder is said to be one', async () => {
  await expect(asPerson('planImport', { from: 'settings', files: [at.folder] })).rejects.toMatchObject({
    code: 'file-unreadable',
    message: `${at.folder} is a folder.`,
  });
});

it.each([
  ['theme', 'blue', 'Choose system, light or dark.'],
  ['startHidden', 'maybe', 'Choose true or false.'],
  ['journalDays', 'many', 'Give a whole number from 1 to 365.'],
  ['journalDays', '400', 'Give a whole number from 1 to 365.'],
  ['agentIdleMinutes', '', 'Give a number from 0.01 to 1440.'],
])('the setting %s takes no “%s”, and says what it takes', async (name, value, hint) => {
  await expect(asPerson('setSetting', { name, value })).rejects.toMatchObject({ code: 'bad-input', hint });
});

it('a team’s file on a disk that does not answer holds nothing up', async () => {
  const never = new Promise<never>(() => undefined);
  const gone = await createAppOnAws(aws as never, {
    settings: { teamFile: { path: '/mnt/gone/team.yaml', accepted: null } },
    importFiles: { isThere: () => never, read: () => never },
  });
  const { live } = await atTheDoor(gone.app)('snapshot', { rowsVersion: null });
  expect(live.teamFile).toBeNull();
  await gone.remove();
});

describe('while the application runs, a program', () => {
  const safe = { lockWithScreen: true, startAtLogin: false };

  it('neither lets keys stay when the screen is locked nor has itself started at login', async () => {
    at.changeSettings((now) => ({ ...now, ...safe }));
    for (const [name, value] of [
      ['lockWithScreen', 'false'],
      ['lockWithScreen', null],
      ['startAtLogin', 'true'],
    ] as const)
      await expect(asProgram('setSetting', { name, value })).rejects.toMatchObject({ code: 'wrong-door' });
    expect(at.settings()).toMatchObject(safe);
    await asProgram('setSetting', { name: 'lockWithScreen', value: 'true' });
    await asPerson('setSetting', { name: 'lockWithScreen', value: 'false' });
    expect(at.settings().lockWithScreen).toBe(false);
  });

  it('does by a file nothing that it has no command for', async () => {
    at.changeSettings((now) => ({ ...now, ...safe, profiles: [prodAdmin] }));
    const path = await written('settings', {
      aliases: { 'prod-admin': 'staging' },
      regions: { accounts: { '111111111111': 'us-east-1' } },
      hidden: { accounts: ['111111111111'], profiles: ['prod-admin'] },
      favourites: ['prod-admin'],
      preferences: { lockWithScreen: false, theme: 'dark' },
    });
    const { done, left } = await applied(asProgram, { from: 'settings', files: [path] });
    expect(done.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'favourite prod-admin',
      'setting theme',
    ]);
    expect(left).toHaveLength(5);
    const { aliases, regions, hidden, lockWithScreen } = at.settings();
    expect([aliases, regions.accounts, hidden, lockWithScreen]).toEqual([
      ...[{}, {}, { accounts: [], profiles: [] }],
      true,
    ]);
  });

  it('does not silence the team’s file', async () => {
    await asPerson('setTeamFile', {
      path: await written('team', { labels: [{ label: 'x', pattern: 'y' }] }),
    });
    const { digest } = await asPerson('planImport', { from: 'team' });
    await expect(asProgram('applyImport', { from: 'team', digest, items: [] })).rejects.toMatchObject({
      code: 'wrong-door',
    });
    expect(at.settings().teamFile?.accepted).toBeNull();
  });
});
