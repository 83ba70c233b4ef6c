import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseAccountId } from '../../src-main/core/arn.ts';
import { AppError } from '../../src-main/core/errors.ts';
import { createAppOnFakes } from '../support/appOnFakes.ts';

/** A signal each: what listens to one stays for as long as it lives. */
const quiet = {
  get signal() {
    return new AbortController().signal;
  },
  progress: () => undefined,
};
const person = {
  get signal() {
    return new AbortController().signal;
  },
  progress: () => undefined,
  requester: { kind: 'person' as const },
};

type Fakes = Awaited<ReturnType<typeof createAppOnFakes>>;

const payments = { accountId: parseAccountId('012345678901'), accountName: 'payments-prod' };
const sandbox = { accountId: parseAccountId('222222222222'), accountName: 'sandbox' };
const admin = 'payments-prod.Admin';
const readOnly = 'payments-prod.ReadOnly';

let fakes: Fakes;
beforeEach(async () => {
  fakes = await createAppOnFakes();
  offer(['Admin', 'ReadOnly'], ['Admin']);
  await fakes.app.signIn({ ssoSession: 'corp' }, quiet);
});
afterEach(() => fakes.remove());

/** What AWS offers from now on. */
function offer(ofPayments: string[], ofSandbox: string[] = []): void {
  fakes.identityCenter.accounts = [
    { ...payments, roles: ofPayments },
    { ...sandbox, roles: ofSandbox },
  ].filter(({ roles }) => roles.length > 0);
}

const sync = () => fakes.app.sync({}, quiet);
const live = async () => (await fakes.app.snapshot({ rowsVersion: null }, quiet)).live;
const rows = async () => (await fakes.app.snapshot({ rowsVersion: null }, quiet)).rows ?? [];
const names = async (input: Parameters<Fakes['app']['listProfiles']>[0] = {}) =>
  (await fakes.app.listProfiles(input, quiet)).profiles.map(({ name }) => name).toSorted();
const found = async (profile: string, letters = false) =>
  (await fakes.app.findProfile({ profile, letters }, quiet)).profile.name;
const regionOf = async (profile: string) => {
  const { region } = await fakes.app.credentials({ profile, use: 'env' }, person);
  return region;
};

describe('an alias', () => {
  beforeEach(sync);

  it('means its profile wherever a profile is named, and is searched', async () => {
    await fakes.app.setAlias({ profile: admin, alias: 'money' }, quiet);
    expect(await found('money')).toBe(admin);
    expect(await names({ words: 'money' })).toEqual([admin]);
    expect(await found('mone', true)).toBe(admin);
    await expect(found('mone')).rejects.toMatchObject({ code: 'no-such-profile' });
    expect((await rows()).find(({ name }) => name === admin)?.alias).toBe('money');
  });

  it('is taken away again', async () => {
    await fakes.app.setAlias({ profile: admin, alias: 'money' }, quiet);
    await fakes.app.setAlias({ profile: admin, alias: null }, quiet);
    await expect(found('money')).rejects.toMatchObject({ code: 'no-such-profile' });
  });

  it('is no other profile’s name or alias, in whichever case', async () => {
    await fakes.app.setAlias({ profile: admin, alias: 'money' }, quiet);
    const asReadOnly = (alias: string) => fakes.app.setAlias({ profile: readOnly, alias }, quiet);
    await expect(asReadOnly('Money')).rejects.toThrow(`already the alias of ${admin}`);
    await expect(asReadOnly('sandbox.admin')).rejects.toThrow('the name of a profile');
  });

  it('is no name that a profile may be given: who types it would come into another account', async () => {
    await fakes.app.setAlias({ profile: admin, alias: 'money' }, quiet);
    const add = (name: string) =>
      fakes.app.addProfile({ name, from: readOnly, steps: [], region: null }, quiet);
    await expect(add('Money')).rejects.toThrow(`is the alias of ${admin}`);
    await add('other');
    await expect(fakes.app.changeProfile({ profile: 'other', name: 'money' }, person)).rejects.toThrow(
      `is the alias of ${admin}`,
    );
    expect(await found('money')).toBe(admin);
  });

  it('means its profile still where a program delivers another under that word', async () => {
    await fakes.app.setAlias({ profile: admin, alias: 'money' }, quiet);
    await fakes.app.startProfile({ profile: readOnly, as: 'money', delivery: 'process' }, quiet);
    expect(await found('money')).toBe(admin);
    await fakes.app.setAlias({ profile: admin, alias: null }, quiet);
    expect(await found('money')).toBe(readOnly);
  });

  it('gives way to a name that comes later', async () => {
    await fakes.app.setAlias({ profile: admin, alias: 'edge.Admin' }, quiet);
    fakes.identityCenter.accounts.push({
      ...{ accountId: parseAccountId('333333333333'), accountName: 'edge', roles: ['Admin'] },
    });
    await sync();
    expect(await found('edge.Admin')).toBe('edge.Admin');
  });
});

describe('a region', () => {
  beforeEach(sync);

  it('is that of the profile, else of its account, else of the settings, else of the sign-in', async () => {
    expect(await regionOf(admin)).toBe('eu-west-1');
    await fakes.app.setSetting({ name: 'region', value: 'eu-north-1' }, person);
    expect(await regionOf(admin)).toBe('eu-north-1');
    await fakes.app.setRegion({ profile: readOnly, region: 'us-east-2', for: 'account' }, quiet);
    await fakes.app.setRegion({ profile: admin, region: 'sa-east-1', for: 'profile' }, quiet);
    expect([await regionOf(admin), await regionOf(readOnly)]).toEqual(['sa-east-1', 'us-east-2']);
    expect(await regionOf('sandbox.Admin')).toBe('eu-north-1');
  });

  it('for the whole account takes that of the profile it was chosen at away', async () => {
    await fakes.app.setRegion({ profile: admin, region: 'sa-east-1', for: 'profile' }, quiet);
    await fakes.app.setRegion({ profile: admin, region: 'us-east-2', for: 'account' }, quiet);
    expect(await regionOf(admin)).toBe('us-east-2');
  });

  it('of another partition is refused: keys mean nothing there', async () => {
    const china = fakes.app.setRegion({ profile: admin, region: 'cn-north-1', for: 'profile' }, quiet);
    await expect(china).rejects.toThrow('mean nothing in cn-north-1');
    expect(await regionOf(admin)).toBe('eu-west-1');
  });

  it('of a saved profile is its own, and is edited there', async () => {
    const given = { name: 'mine', from: admin, steps: [], region: 'ap-south-1' };
    await fakes.app.addProfile(given, person);
    const other = fakes.app.setRegion({ profile: 'mine', region: 'us-east-2', for: 'profile' }, quiet);
    await expect(other).rejects.toThrow('has a region of its own');
    await fakes.app.setRegion({ profile: admin, region: 'us-east-2', for: 'account' }, quiet);
    expect(await regionOf('mine')).toBe('ap-south-1');
  });

  it('stays in the files as it was delivered, until it is delivered again', async () => {
    const config = fakes.credentials.replace(/credentials$/, 'config');
    const start = () => fakes.app.startProfile({ profile: admin }, person);
    await start();
    await fakes.app.setRegion({ profile: admin, region: 'sa-east-1', for: 'profile' }, quiet);
    const files = async () =>
      `${await readFile(fakes.credentials, 'utf8')}${await readFile(config, 'utf8').catch(() => '')}`;
    expect(await files()).toContain('eu-west-1');
    await start();
    expect(await files()).toContain('sa-east-1');
  });
});

describe('what is hidden', () => {
  beforeEach(sync);
  const hide = (profile: string, what: 'profile' | 'account', on = true) =>
    fakes.app.hide({ profile, what, on }, quiet);

  it('is neither listed nor found by letters, and is there by its exact name', async () => {
    await hide(admin, 'profile');
    expect(await names()).toEqual([readOnly, 'sandbox.Admin']);
    expect(await names({ words: 'payments admin' })).toEqual([]);
    await expect(found('payadmi', true)).rejects.toMatchObject({ code: 'no-such-profile' });
    expect(await found(admin)).toBe(admin);
    expect(await names({ only: 'hidden' })).toEqual([admin]);
    expect((await rows()).map(({ name, hidden }) => [name, hidden])).toContainEqual([admin, 'profile']);
  });

  it('is shown again, whatever hid it', async () => {
    await hide(admin, 'profile');
    await hide(readOnly, 'account');
    expect(await names({ only: 'hidden' })).toEqual([admin, readOnly]);
    await hide(admin, 'profile', false);
    expect(await names({ only: 'hidden' })).toEqual([]);
  });

  it('is no favourite any more; favourites in a hidden account stay in sight, and are named', async () => {
    await fakes.app.favourite({ profile: admin, on: true }, quiet);
    expect(await hide(readOnly, 'account')).toEqual({ stay: [admin] });
    expect(await names()).toEqual([admin, 'sandbox.Admin']);
    await hide(admin, 'profile');
    expect(await names({ only: 'favourites' })).toEqual([]);
    expect(await names()).toEqual(['sandbox.Admin']);
  });

  it('is in sight as soon as it is made a favourite', async () => {
    await hide(admin, 'account');
    await fakes.app.favourite({ profile: admin, on: true }, quiet);
    expect(await names()).toEqual([admin, 'sandbox.Admin']);
  });

  it('is among the active ones while its keys are out', async () => {
    await fakes.app.startProfile({ profile: admin }, person);
    await hide(admin, 'profile');
    expect(await names({ only: 'active' })).toEqual([admin]);
    expect(await names({ only: 'recent' })).toEqual([]);
  });

  it('is not delivered with all that fit', async () => {
    await hide(admin, 'account');
    const { added } = await fakes.app.deliver({ dryRun: true }, person);
    expect(added).toEqual(['sandbox.Admin']);
  });
});

describe('labels', () => {
  beforeEach(sync);

  it('have a colour, production red from the start', async () => {
    await fakes.app.addLabel({ label: 'production', pattern: '*-prod*' }, quiet);
    await fakes.app.addLabel({ label: 'play', pattern: 'sandbox*' }, quiet);
    await fakes.app.colourLabel({ label: 'play', colour: 'green' }, quiet);
    expect((await live()).labelColours).toEqual({ production: 'red', play: 'green' });
  });

  it('keep the colour that a person chose when another rule gives them', async () => {
    await fakes.app.addLabel({ label: 'production', pattern: '*-prod*' }, quiet);
    await fakes.app.colourLabel({ label: 'production', colour: 'purple' }, quiet);
    await fakes.app.addLabel({ label: 'production', pattern: 'payments*' }, quiet);
    expect((await live()).labelColours).toEqual({ production: 'purple' });
  });

  it('that nothing has are not coloured', async () => {
    const none = async () => fakes.app.colourLabel({ label: 'nobody', colour: 'red' }, quiet);
    await expect(none()).rejects.toThrow('No profile has the label “nobody”');
  });

  it('are searched', async () => {
    await fakes.app.addLabel({ label: 'zebra', pattern: 'sandbox*' }, quiet);
    expect(await names({ words: 'zebra' })).toEqual(['sandbox.Admin']);
  });
});

describe('equally good matches', () => {
  beforeEach(sync);

  it('are listed with favourites first, then what is used', async () => {
    const listed = async () =>
      (await fakes.app.listProfiles({ words: 'admin' }, quiet)).profiles.map(({ name }) => name);
    const [first = '', second = ''] = await listed();
    await fakes.app.credentials({ profile: second, use: 'env' }, person);
    expect(await listed()).toEqual([second, first]);
    await fakes.app.favourite({ profile: first, on: true }, quiet);
    expect(await listed()).toEqual([first, second]);
  });
});

describe('after a sync', () => {
  it('the first list of a sign-in is no news', async () => {
    await sync();
    expect((await live()).changes).toEqual([]);
  });

  it('what came and went is told, with the favourites that were lost, until it was seen', async () => {
    await sync();
    await fakes.app.favourite({ profile: admin, on: true }, quiet);
    offer(['ReadOnly', 'Audit', 'Billing'], ['Admin']);
    await sync();
    expect((await live()).changes).toEqual([
      {
        ssoSession: 'corp',
        added: 2,
        addedNames: ['payments-prod / Audit', 'payments-prod / Billing'],
        removed: 1,
        removedNames: ['payments-prod / Admin'],
        lostFavourites: ['payments-prod / Admin'],
      },
    ]);
    const { added } = await fakes.app.seeChanges({ ssoSession: 'corp' }, quiet);
    const seen = (await rows()).filter(({ id }) => added.includes(id)).map(({ roleName }) => roleName);
    expect(seen.toSorted()).toEqual(['Audit', 'Billing']);
    expect((await live()).changes).toEqual([]);
  });

  it('another sync adds to it, and what went and came back has not changed', async () => {
    await sync();
    offer(['ReadOnly'], ['Admin']);
    await sync();
    offer(['Admin', 'ReadOnly'], ['Admin', 'Audit']);
    await sync();
    expect((await live()).changes).toMatchObject([{ added: 1, addedNames: ['sandbox / Audit'], removed: 0 }]);
  });

  it('a sync that was cut short loses no news: the next tells what came with it', async () => {
    await sync();
    offer(['Admin', 'ReadOnly', 'Audit'], ['Admin']);
    const { listAccountRoles } = fakes.identityCenter;
    fakes.identityCenter.listAccountRoles = async (...given) => {
      if (given[2] === sandbox.accountId) {
        // The other account is in the list by now.
        await fakes.clock.sleep(1000, quiet.signal);
        throw new AppError('secrets-locked', 'The keychain is locked.');
      }
      return listAccountRoles(...given);
    };
    await expect(sync()).rejects.toThrow('locked');
    fakes.identityCenter.listAccountRoles = listAccountRoles;
    const { added } = await sync();
    expect(added.map(({ roleName }) => roleName)).toEqual(['Audit']);
    expect((await live()).changes).toMatchObject([{ added: 1 }]);
  });

  it('names at most twenty, and counts all', async () => {
    await sync();
    offer(['Admin', 'ReadOnly', ...Array.from({ length: 30 }, (_, at) => `Role${at}`)], ['Admin']);
    await sync();
    const [changes] = (await live()).changes;
    expect([changes?.added, changes?.addedNames.length]).toEqual([30, 20]);
  });

  it('says nothing of a sign-in that is gone', async () => {
    await sync();
    offer(['Admin', 'Audit'], ['Admin']);
    await sync();
    await fakes.app.removeSsoSession({ name: 'corp' }, person);
    expect((await live()).changes).toEqual([]);
  });
});

it('the rows of a list in which one account changed are the same ones but for that account’s', async () => {
  offer(['Admin', 'ReadOnly'], ['Admin']);
  await sync();
  const before = await fakes.app.snapshot({ rowsVersion: null }, quiet);
  offer(['Admin', 'ReadOnly'], ['Billing']);
  await sync();
  const { rows, rowsVersion } = await fakes.app.snapshot({ rowsVersion: before.rowsVersion }, quiet);
  expect(rowsVersion).not.toBe(before.rowsVersion);
  expect(rows?.map((row, at) => [row.name, row === before.rows?.[at]])).toEqual([
    ['payments-prod.Admin', true],
    ['payments-prod.ReadOnly', true],
    ['sandbox.Billing', false],
  ]);
});
