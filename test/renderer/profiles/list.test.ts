import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { profileRow } from '../support/profileRow.ts';
import { showWindow } from '../support/showWindow.ts';

const payments = ['Admin', 'ReadOnly'].map((role) => profileRow('payments-prod', role));
const edge = profileRow('edge', 'Admin');
const rows = [...payments, edge];

describe('browsing', () => {
  it('groups profiles by account, under its name and its id as AWS prints it', () => {
    const page = showWindow();
    page.rows([...payments, profileRow('edge', 'Admin', { accountId: '042199330871' })]);
    expect(page.headers()[0]).toBe('edge 0421-9933-0871');
    expect(page.listed()).toEqual(['edge / Admin', 'payments-prod / Admin', 'payments-prod / ReadOnly']);
  });

  it('puts account 2 before account 10', () => {
    const page = showWindow();
    page.rows(['team-10', 'team-2'].map((name) => profileRow(name, 'Admin')));
    expect(page.listed()).toEqual(['team-2 / Admin', 'team-10 / Admin']);
  });

  it('copies the twelve digits of an account id', () => {
    const page = showWindow();
    page.rows([profileRow('edge', 'Admin', { accountId: '042199330871' })]);
    page.click('Copy account id 0421-9933-0871');
    expect(page.calls).toContainEqual(['copyText', { text: '042199330871' }]);
  });

  it('names an account without a name by its id', () => {
    const page = showWindow();
    page.rows([profileRow('', 'Admin', { accountName: null, accountId: '042199330871' })]);
    expect(page.selected()).toBe('0421-9933-0871 / Admin');
  });

  it('draws only what is in sight of 50,000 profiles', () => {
    const page = showWindow();
    page.rows(Array.from({ length: 50_000 }, (_, at) => profileRow(`team-${at >> 3}`, `Role${at % 8}`)));
    expect(document.querySelectorAll('[role=row]').length).toBeLessThan(100);
    const grid = document.querySelector('[role=grid]')!;
    expect(grid.getAttribute('aria-rowcount')).toBe('56250');
  });

  it('shows a view in the order of its own: what is used often and lately first', () => {
    const page = showWindow();
    page.rows(rows);
    const at = '2026-11-22T09:00:00Z';
    page.live({
      recents: [
        { id: 'payments-prod.ReadOnly', at },
        { id: 'edge.Admin', at },
      ],
    });
    page.click('Recent 2');
    expect(page.headers()).toEqual([]);
    expect(page.listed()).toEqual(['payments-prod / ReadOnly', 'edge / Admin']);
  });
});

describe('searching', () => {
  it('shows a flat list, best match first, with the matched letters marked', () => {
    const page = showWindow();
    page.rows(rows);
    page.type('adm edge');
    expect(page.headers()).toEqual([]);
    expect(page.listed()).toEqual(['edge / Admin']);
    expect([...document.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['edge', 'Adm']);
  });

  it('puts favourites before others that fit as well', () => {
    const page = showWindow();
    page.rows(rows);
    page.live({ favourites: ['payments-prod.Admin'] });
    page.type('admin');
    expect(page.listed()).toEqual(['payments-prod / Admin', 'edge / Admin']);
  });

  it('selects the best match as soon as it is typed', () => {
    const page = showWindow();
    page.rows(rows);
    page.press('ArrowDown');
    page.type('read');
    expect(page.selected()).toBe('payments-prod / ReadOnly');
  });

  it('says what was searched when nothing fits, and clears on request', () => {
    const page = showWindow();
    page.rows(rows);
    page.type('zzz');
    expect(page.text()).toContain('Nothing fits “zzz”');
    page.click('Clear the search');
    expect(page.search().value).toBe('');
    expect(page.listed()).toHaveLength(3);
  });
});

describe('the elements of rows', () => {
  const drawnRows = () => [...document.querySelectorAll('[role=row][aria-selected]')];
  const many = Array.from({ length: 400 }, (_, at) => profileRow(`team-${at >> 3}`, `Role${at % 8}`));

  it('show what is found in place of what was browsed, and are not made anew', () => {
    const page = showWindow();
    page.rows(many);
    const before = new Set(drawnRows());
    page.type('role');
    const kept = drawnRows().filter((row) => before.has(row));
    // All but those that stand where a header stood.
    expect(kept.length).toBeGreaterThanOrEqual(drawnRows().length - 2);
    page.type('role1');
    expect(drawnRows().filter((row) => kept.includes(row))).toHaveLength(kept.length);
  });

  it('come in the order that a screen reader reads them, however far they were scrolled', () => {
    const page = showWindow();
    page.rows(many);
    const grid = document.querySelector('[role=grid]')!;
    for (const top of [300, 900, 14_000, 13_700, 5]) {
      grid.scrollTop = top;
      grid.dispatchEvent(new Event('scroll'));
      flushSync();
      const lines = [...document.querySelectorAll('[role=row]')].map((row) =>
        Number(row.getAttribute('aria-rowindex')),
      );
      expect(lines).toEqual(lines.toSorted((one, other) => one - other));
      expect(new Set(lines).size).toBe(lines.length);
      const names = page.listed().map((name) => name.split(' ')[0]);
      expect(names).toEqual(
        names.toSorted((one = '', other = '') => one.localeCompare(other, 'en', { numeric: true })),
      );
    }
  });
});

describe('while rows stream in', () => {
  it('the row that was chosen stays selected, wherever it goes', () => {
    const page = showWindow();
    page.rows(rows);
    page.press('ArrowDown');
    expect(page.selected()).toBe('payments-prod / Admin');
    page.rows([profileRow('a-new-account', 'Admin'), ...rows]);
    expect(page.selected()).toBe('payments-prod / Admin');
  });

  it('the one that took its place is selected when it is gone', () => {
    const page = showWindow();
    page.rows(rows);
    page.press('ArrowDown');
    page.rows([edge, payments[1]!]);
    expect(page.selected()).toBe('payments-prod / ReadOnly');
  });

  it('an incomplete list is not shown', () => {
    const page = showWindow();
    expect(document.querySelector('[role=grid]')).toBeNull();
    expect(page.text()).not.toContain('Not synced yet');
    page.rows([]);
    expect(page.text()).toContain('Not synced yet');
  });
});
