import { beforeEach, describe, expect, it } from 'vitest';
import type { LiveView, ProfileView } from '../../../src-main/contract.ts';
import { markOf } from '../../../src-renderer/guard/markOf.ts';
import { button, found, sees, text } from '../support/page.ts';
import { profileRow } from '../support/profileRow.ts';
import { rowAt } from '../support/places.ts';
import { showWindow, type ShownWindow } from '../support/showWindow.ts';

const row = profileRow('payments-prod', 'Admin');
const role = { accountId: row.accountId, roleName: row.roleName };
let page: ShownWindow;
beforeEach(() => {
  page = showWindow();
});

const theMark = (): HTMLElement | null => document.querySelector('aside [role=switch]');
const mark = (): HTMLElement => theMark()!;
const sent = (name: string): unknown[] =>
  page.calls.filter(([one]) => one === name).map(([, input]) => input);

function shows(asksFirst: boolean, live: Partial<LiveView> = {}, labels: string[] = []): void {
  page.rows([{ ...row, asksFirst, labels }]);
  page.live(live);
}

/** The details follow once the list is painted. */
async function showsDetails(...what: Parameters<typeof shows>): Promise<void> {
  shows(...what);
  await found(theMark, 'the mark');
}

describe('the mark of a role', () => {
  it('is set in its details, and says what left the files', async () => {
    await showsDetails(false);
    expect(mark().getAttribute('aria-checked')).toBe('false');
    page.answer('markRole', { result: { keysRemoved: 1 } });
    mark().click();
    await sees('payments-prod / Admin asks first now. Its keys left your AWS files.');
    expect(sent('markRole')).toEqual([{ ...role, askFirst: true }]);
  });

  it('is taken back where it was set', async () => {
    await showsDetails(true, { askFirstRoles: [role] });
    expect(mark().getAttribute('aria-checked')).toBe('true');
    page.answer('markRole', { result: { keysRemoved: 0 } });
    mark().click();
    await sees('payments-prod / Admin no longer asks first.');
    expect(sent('markRole')).toEqual([{ ...role, askFirst: false }]);
  });

  it('that comes from a label is on, says so, and is not taken back here', async () => {
    await showsDetails(true, { askFirstLabels: ['production'] }, ['production']);
    expect(mark().getAttribute('aria-checked')).toBe('true');
    expect(mark().getAttribute('aria-disabled')).toBe('true');
    expect(text()).toContain('Inherited from its label production');
    mark().click();
    expect(sent('markRole')).toEqual([]);
  });

  it('stands in the row, as an icon with a name, beside its label', () => {
    shows(true, { askFirstRoles: [role] }, ['production']);
    const line = document.querySelector('[role=row][aria-selected]');
    expect(line?.querySelector('[role=img][aria-label="Asks first"]')).not.toBeNull();
    expect(line?.textContent).toContain('production');
    shows(false);
    expect(document.querySelector('[aria-label="Asks first"]')).toBeNull();
  });

  it('delivers as a process, and “Get keys” says that programs wait', async () => {
    shows(true, { askFirstRoles: [role] });
    const result = {
      profileName: row.name,
      delivery: 'process',
      file: '/home/dana/.aws/config',
      endsAt: null,
      expiresAt: null,
      warnings: [],
    };
    page.answer('startProfile', { result });
    button('Get keys').click();
    await found(
      () => (text().includes('Programs that use it wait for you.') ? true : undefined),
      'the words',
    );
    expect(sent('startProfile')).toEqual([{ profile: row.id }]);
  });
});

describe('a chain through a marked role', () => {
  const chain = rowAt('acme', 'deploy', { accountId: '200000000002', roleName: 'Deploy', asksFirst: true });
  const way = {
    chain: [
      {
        accountId: role.accountId,
        roleName: 'AWSReservedSSO_admin_0123456789abcdef',
        label: 'payments-prod / Admin',
      },
      { accountId: chain.accountId, roleName: chain.roleName, label: 'Deploy' },
    ],
  } as ProfileView;

  it('names the role that it inherits the mark from', () => {
    const marks = { askFirstRoles: [role], askFirstLabels: [] };
    expect(markOf(chain, marks, way)).toEqual({
      own: false,
      inherited: 'Inherited from payments-prod / Admin, which is on its way.',
    });
  });

  it('says so where the mark is neither its own nor that of a known role', () => {
    const marks = { askFirstRoles: [], askFirstLabels: ['production'] };
    expect(markOf(chain, marks, undefined).inherited).toContain('an account that no list has');
  });
});
