import { beforeEach, describe, expect, it } from 'vitest';
import type { ProfileView } from '../../../src-main/contract.ts';
import Details from '../../../src-renderer/details/Details.svelte';
import { profileList } from '../../../src-renderer/profiles/profileList.svelte.ts';
import { shown } from '../../../src-renderer/shown.svelte.ts';
import { button, dialogs, fakeMain, found, press, sees, show, text, type FakeMain } from '../support/page.ts';
import { profileRow } from '../support/profileRow.ts';

const chain = profileRow('data-lake', 'Audit', { kind: 'role-chain', name: 'audit', origin: 'acme' });
const saved: ProfileView = {
  ...{ id: chain.id, name: 'audit', kind: 'role-chain', saved: true, mfa: false, steps: [], region: null },
  from: { query: 'payments-prod.Admin', label: 'payments-prod / Admin' },
  chain: [
    {
      ...{ call: 'AssumeRole', label: 'data-lake / Audit', roleArn: null, accountId: '222233334444' },
      ...{ roleName: 'Audit', profile: 'audit', chained: true, durationSeconds: null, refusedSeconds: null },
      limits: { shortest: 900, longest: 3600, usual: 3600 },
    },
  ],
};

let main: FakeMain;
beforeEach(() => {
  main = fakeMain();
  profileList.choose({ kind: 'all' });
  shown.roleChain = undefined;
  main.answer('showProfile', () => ({ profile: saved }));
});

describe('the details of a chain', () => {
  it('show its limit, and open its editor and its test', async () => {
    main.pushRows([chain]);
    show(Details, {});
    await sees('1 hour at most');
    press('Edit the chain…');
    expect(shown.roleChain).toEqual({ profile: chain.id });
    press('Test');
    expect(shown.roleChain).toEqual({ profile: chain.id, test: true });
  });

  it('remove it once that was confirmed', async () => {
    main.pushRows([chain]);
    main.answer('removeProfile', () => ({ keysRemoved: 1 }));
    show(Details, {});
    await sees('Edit the chain…');
    press('Remove');
    expect(dialogs()).toEqual(['Remove audit?']);
    expect(main.inputsOf('removeProfile')).toEqual([]);
    document.querySelector<HTMLButtonElement>('dialog .danger')!.click();
    await found(() => (dialogs().length === 0 ? true : undefined), 'the end');
    expect(main.inputsOf('removeProfile')).toEqual([{ profile: chain.id }]);
  });

  it.each([
    [profileRow('payments-prod', 'Admin'), 'payments-prod.Admin'],
    [profileRow('acme', 'dana', { kind: 'iam-user', origin: 'dana-keys', ssoSession: null }), 'dana-keys'],
  ])('of a source begin a chain there', async (row, from) => {
    main.answer('showProfile', () => ({ profile: { ...saved, id: row.id, saved: false } }));
    main.pushRows([row]);
    show(Details, {});
    await found(() => button('New role chain from here…'), 'the button');
    press('New role chain from here…');
    expect(shown.roleChain).toEqual({ from });
    expect(text()).not.toContain('Edit the chain');
  });
});
