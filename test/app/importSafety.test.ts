/** What a file of somebody else's, or a program that applies one, must not come to by way of an import. */
import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
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

let at: AppOnAws;
let asProgram: Ask;
let asPerson: Ask;

beforeEach(async () => {
  at = await createAppOnAws(aws as never);
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
  await expect(changes()).resolves.toBe('1 label');
  const { startUrl, region } = corp;
  const signIns = Array.from({ length: 301 }, (_, count) => ({
    ...{ name: `s${count}`, startUrl: startUrl.replace('corp', `s${count}`), region },
  }));
  await written('team', { signIns });
  at.changeSettings((now) => ({ ...now }));
  const { teamFile } = (await asPerson('snapshot', { rowsVersion: null })).live;
  expect(teamFile).toMatchObject({ changes: null, problem: 'That is more than 300 sign-ins at once.' });
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
