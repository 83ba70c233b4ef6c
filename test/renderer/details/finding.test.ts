import { beforeEach, describe, expect, it } from 'vitest';
import Details from '../../../src-renderer/details/Details.svelte';
import { regionOfRow } from '../../../src-renderer/details/regionOfRow.ts';
import { findingCommands } from '../../../src-renderer/palette/findingCommands.ts';
import { profileList } from '../../../src-renderer/profiles/profileList.svelte.ts';
import { said } from '../../../src-renderer/said.svelte.ts';
import { shown } from '../../../src-renderer/shown.svelte.ts';
import {
  dialogs,
  enter,
  escape,
  fakeMain,
  field,
  found,
  liveView,
  press,
  saidOf,
  sees,
  show,
  signInPlace,
  text,
  type,
  type FakeMain,
} from '../support/page.ts';
import { profileRow } from '../support/profileRow.ts';

const row = profileRow('payments-prod', 'Admin', { alias: 'money' });
const { accountId } = row;
const live = liveView({ signIns: [signInPlace('acme', { state: 'signed-in' })] });

let main: FakeMain;
beforeEach(() => {
  main = fakeMain(live);
  said.text = '';
  shown.finding = undefined;
  profileList.choose({ kind: 'all' });
  main.pushRows([row]);
  show(Details, {});
});
const closed = () => found(() => (dialogs().length === 0 ? true : undefined), 'the end of the dialog');

describe('the alias in the details', () => {
  it('is shown, and changed by keyboard', async () => {
    expect(text()).toContain('money');
    press('Change the alias');
    expect(dialogs()).toEqual(['Alias of payments-prod.Admin']);
    expect(field('Alias').value).toBe('money');
    type('Alias', ' cash ');
    enter('Alias');
    await closed();
    expect(main.inputsOf('setAlias')).toEqual([{ profile: row.id, alias: 'cash' }]);
    expect(said.text).toBe('“cash” is payments-prod.Admin from now on.');
  });

  it('goes where it is left empty', async () => {
    press('Change the alias');
    type('Alias', '');
    enter('Alias');
    await closed();
    expect(main.inputsOf('setAlias')).toEqual([{ profile: row.id, alias: null }]);
  });

  it('with a sign that no alias has is not sent', () => {
    press('Change the alias');
    type('Alias', 'a/b');
    enter('Alias');
    expect(saidOf('Alias')).toContain('An alias has 1 to 64 letters');
    expect(main.inputsOf('setAlias')).toEqual([]);
    escape();
    expect(dialogs()).toEqual([]);
  });

  it('that is taken stays in the dialog, with the reason', async () => {
    main.refuse('setAlias', { message: '“edge” is already the alias of edge.Admin.' });
    press('Change the alias');
    type('Alias', 'edge');
    enter('Alias');
    await sees('already the alias of edge.Admin');
    expect(dialogs()).toHaveLength(1);
  });

  it('is that of the profile it was opened at, whatever is selected meanwhile', async () => {
    press('Change the alias');
    main.pushRows([profileRow('edge', 'Admin')]);
    type('Alias', 'cash');
    enter('Alias');
    await closed();
    expect(main.inputsOf('setAlias')).toEqual([{ profile: row.id, alias: 'cash' }]);
  });
});

describe('the region in the details', () => {
  it.each([
    [{}, 'eu-west-1, from acme'],
    [{ region: 'eu-north-1' }, 'eu-north-1, from the settings'],
    [
      { regions: { accounts: { [accountId]: 'us-east-2' }, profiles: {} } },
      'us-east-2, for the whole account',
    ],
    [
      { regions: { accounts: { [accountId]: 'us-east-2' }, profiles: { [row.id]: 'sa-east-1' } } },
      'sa-east-1, for this profile',
    ],
    [{ region: 'cn-north-1' }, 'eu-west-1, from acme'],
  ])('given %j is %s', (change, words) => {
    main.push({ ...live, ...change });
    expect(text()).toContain(words);
  });

  it('is set for the whole account', async () => {
    press('Change the region');
    type('Region', 'us-east-2');
    document.querySelector<HTMLInputElement>('input[value=account]')!.click();
    enter('Region');
    await closed();
    expect(main.inputsOf('setRegion')).toEqual([{ profile: row.id, region: 'us-east-2', for: 'account' }]);
  });

  it('that is none is not sent', () => {
    press('Change the region');
    type('Region', 'Ireland');
    enter('Region');
    expect(saidOf('Region')).toContain('is no AWS region');
    expect(main.inputsOf('setRegion')).toEqual([]);
  });

  it('of a saved profile is its own, whatever is set beside it', () => {
    const chain = profileRow('data-lake', 'Audit', { kind: 'role-chain' });
    const regions = { accounts: { [chain.accountId]: 'us-east-2' }, profiles: {} };
    const saved = { saved: true, region: 'ap-south-1' };
    const its = regionOfRow(chain, { region: null, regions }, 'eu-west-1', saved);
    expect(its).toEqual({ region: 'ap-south-1', words: 'its own', own: true });
  });
});

describe('hiding', () => {
  it('asks what, and says where it is found again', async () => {
    main.answer('hide', () => ({ stay: [] }));
    press('Hide…');
    expect(dialogs()).toEqual(['Hide payments-prod.Admin?']);
    expect(main.inputsOf('hide')).toEqual([]);
    press('Hide this profile');
    await closed();
    expect(main.inputsOf('hide')).toEqual([{ profile: row.id, what: 'profile', on: true }]);
    expect(said.text).toContain('“Hidden” in the views has it');
  });

  it('of an account names the favourites that stay in sight', async () => {
    main.answer('hide', () => ({ stay: ['payments-prod.ReadOnly'] }));
    press('Hide…');
    press('Hide the account');
    await closed();
    expect(said.text).toContain('In sight, as favourites: payments-prod.ReadOnly.');
  });

  it('says of a favourite that it is none any more', () => {
    main.push({ ...live, favourites: [row.id] });
    press('Hide…');
    expect(text()).toContain('which is a favourite no more');
  });

  it('is undone where it is shown', async () => {
    main.pushRows([{ ...row, hidden: 'account' }]);
    profileList.choose({ kind: 'hidden' });
    main.push({ ...live });
    await sees('Show the account again');
    press('Show the account again');
    expect(main.inputsOf('hide')).toEqual([{ profile: row.id, what: 'account', on: false }]);
  });
});

describe('in the search field, `>` finds them', () => {
  it.each([
    ['Change the alias…', 'Alias of payments-prod.Admin'],
    ['Change the region…', 'Region of payments-prod.Admin'],
    ['Hide…', 'Hide payments-prod.Admin?'],
  ])('%s', async (title, dialog) => {
    findingCommands(row)
      .find((command) => command.title === title)
      ?.run();
    await found(() => (dialogs()[0] === dialog ? true : undefined), dialog);
    escape();
    await closed();
  });

  it('and what is hidden, to show it again', () => {
    findingCommands({ ...row, hidden: 'profile' })
      .at(-1)
      ?.run();
    expect(main.inputsOf('hide')).toEqual([{ profile: row.id, what: 'profile', on: false }]);
  });
});
