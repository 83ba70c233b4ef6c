import { describe, expect, it } from 'vitest';
import type { LiveView } from '../../../src-main/contract.ts';
import { changedNames, changeWords } from '../../../src-renderer/profiles/changeWords.ts';
import { profileRow } from '../support/profileRow.ts';
import { showWindow } from '../support/showWindow.ts';

type Changes = LiveView['changes'][number];
const changes = (change: Partial<Changes>): Changes => ({
  ...{ ssoSession: 'acme', added: 0, addedNames: [], removed: 0, removedNames: [], lostFavourites: [] },
  ...change,
});
const labels = (count: number) => Array.from({ length: count }, (_, at) => `edge / Role${at}`);

describe('what a sync changed is said', () => {
  it.each([
    [changes({ added: 3 }), '3 roles added'],
    [changes({ added: 1 }), '1 role added'],
    [changes({ removed: 1 }), '1 role removed'],
    [changes({ added: 3, removed: 2 }), '3 roles added, 2 removed'],
    [
      changes({ added: 3, removed: 1, lostFavourites: ['edge / Admin'] }),
      '3 roles added, 1 removed (it was a favourite)',
    ],
    [changes({ removed: 9, lostFavourites: labels(2) }), '9 roles removed (2 of your favourites)'],
  ])('%# as %s', (given, words) => {
    expect(changeWords(given)).toBe(words);
  });

  it('with the names, lost favourites first, account ids as AWS prints them', () => {
    const given = changes({
      ...{ added: 25, addedNames: labels(20) },
      ...{ removed: 2, removedNames: ['edge / Audit', '042199330871 / Admin'] },
      lostFavourites: ['042199330871 / Admin'],
    });
    const [added, removed] = changedNames(given);
    expect(added?.names).toMatch(/^edge \/ Role0, .* and 5 more$/);
    expect(removed).toEqual({ label: 'Removed', names: '0421-9933-0871 / Admin, edge / Audit' });
  });
});

describe('the bar above the list', () => {
  const rows = ['Admin', 'Audit', 'ReadOnly'].map((role) => profileRow('edge', role));
  const told = changes({ added: 1, addedNames: ['edge / Audit'] });

  it('shows what came, and is gone once it was seen', async () => {
    const page = showWindow();
    page.rows(rows);
    page.live({ changes: [told] });
    expect(page.text()).toContain('acme: 1 role added');
    page.answer('seeChanges', { result: { added: ['edge.Audit'] } });
    page.click('Show');
    await Promise.resolve();
    await Promise.resolve();
    page.live({ changes: [] });
    expect(page.calls).toContainEqual(['seeChanges', { ssoSession: 'acme' }]);
    expect(page.listed()).toEqual(['edge / Audit']);
    expect(page.button('New in acme 1')).toBeDefined();
    page.click('All profiles 3');
    expect(page.listed()).toHaveLength(3);
  });

  it('is dismissed without a change of what is looked at', async () => {
    const page = showWindow();
    page.rows(rows);
    page.live({ changes: [told] });
    page.answer('seeChanges', { result: { added: ['edge.Audit'] } });
    page.click('Dismiss');
    await Promise.resolve();
    page.live({ changes: [] });
    expect(page.listed()).toHaveLength(3);
    expect(page.text()).not.toContain('1 role added');
  });

  it('offers to show nothing where roles only went', () => {
    const page = showWindow();
    page.rows(rows);
    page.live({ changes: [changes({ removed: 1, removedNames: ['edge / Gone'] })] });
    expect(() => page.button('Show')).toThrow('No button');
    expect(page.text()).toContain('Removed: edge / Gone');
  });
});
