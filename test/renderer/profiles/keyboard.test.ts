import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { shown } from '../../../src-renderer/shown.svelte.ts';
import { profileRow } from '../support/profileRow.ts';
import { showWindow, type ShownWindow } from '../support/showWindow.ts';

const rows = ['Admin', 'Billing', 'ReadOnly'].map((role) => profileRow('payments-prod', role));
const mod = { ctrlKey: true };

function shownList(): ShownWindow {
  const page = showWindow();
  page.rows(rows);
  return page;
}

const out = {
  id: 'payments-prod.Admin',
  name: 'payments-prod.Admin',
  delivery: 'keys' as const,
  file: '/home/dana/.aws/credentials',
  expiresAt: null,
  endsAt: null,
};

describe('without a mouse', () => {
  it('the search field has the focus from the start', () => {
    const page = shownList();
    expect(document.activeElement).toBe(page.search());
  });

  it('the arrows choose a row while the search field keeps the focus', () => {
    const page = shownList();
    page.press('ArrowDown');
    page.press('ArrowDown');
    page.press('ArrowUp');
    expect(page.selected()).toBe('payments-prod / Billing');
    expect(document.activeElement).toBe(page.search());
    const active = page.search().getAttribute('aria-activedescendant')!;
    expect(document.getElementById(active)?.getAttribute('aria-selected')).toBe('true');
  });

  it('neither end of the list is passed', () => {
    const page = shownList();
    page.press('ArrowUp');
    expect(page.selected()).toBe('payments-prod / Admin');
    page.press('PageDown');
    page.press('ArrowDown');
    expect(page.selected()).toBe('payments-prod / ReadOnly');
  });

  it('Home and End go to the ends of the list, but of the words once there are some', () => {
    const page = shownList();
    page.press('End');
    expect(page.selected()).toBe('payments-prod / ReadOnly');
    page.type('pay');
    expect(page.press('End')).toBe(false);
    expect(page.selected()).toBe('payments-prod / Admin');
  });

  it('Enter opens the console of the selected row', () => {
    const page = shownList();
    page.press('ArrowDown');
    page.press('Enter');
    expect(page.calls).toEqual([['openConsole', { profile: 'payments-prod.Billing' }]]);
  });

  it('a second Enter opens no second console while the first is on its way', () => {
    const page = shownList();
    page.press('Enter');
    page.press('Enter');
    expect(page.calls).toHaveLength(1);
    expect(page.button('Console').getAttribute('aria-busy')).toBe('true');
  });

  it('Mod+Enter gets keys, and removes those that are out', () => {
    const page = shownList();
    page.press('Enter', mod);
    page.live({ delivered: [out] });
    page.press('ArrowDown');
    page.press('ArrowUp');
    return expect
      .poll(() => {
        if (page.calls.length === 1) page.press('Enter', mod);
        return page.calls;
      })
      .toEqual([
        ['startProfile', { profile: 'payments-prod.Admin' }],
        ['stop', { profile: 'payments-prod.Admin' }],
      ]);
  });

  it('Mod+Backspace removes keys, and without any deletes a word as everywhere', () => {
    const page = shownList();
    expect(page.press('Backspace', mod)).toBe(false);
    page.live({ delivered: [out] });
    expect(page.press('Backspace', mod)).toBe(true);
    expect(page.calls).toEqual([['stop', { profile: 'payments-prod.Admin' }]]);
  });

  it('Mod+C copies the line for the terminal, but selected text first', () => {
    const page = shownList();
    page.type('pay');
    page.search().setSelectionRange(0, 3);
    expect(page.press('c', mod)).toBe(false);
    page.search().setSelectionRange(3, 3);
    expect(page.press('c', mod)).toBe(true);
    expect(page.calls).toEqual([['copyTerminalLine', { profile: 'payments-prod.Admin' }]]);
  });

  it('Mod+D makes a favourite, and takes it back', () => {
    const page = shownList();
    page.live({ favourites: ['payments-prod.Admin'] });
    page.press('d', mod);
    expect(page.calls).toEqual([['favourite', { profile: 'payments-prod.Admin', on: false }]]);
    expect(page.button('Favourite').getAttribute('aria-pressed')).toBe('true');
  });

  it('Escape clears the search and stays at the profile that was found', () => {
    const page = shownList();
    page.type('bill');
    page.press('Escape');
    expect(page.search().value).toBe('');
    expect(page.selected()).toBe('payments-prod / Billing');
  });

  it('Escape with nothing to clear hides the window', () => {
    const page = shownList();
    page.type('bill');
    page.press('Escape');
    page.press('Escape', { repeat: true });
    expect(page.calls).toEqual([]);
    page.press('Escape');
    expect(page.calls).toEqual([['hideWindow', {}]]);
  });

  it.each([
    ['a dialog', { keys: true }],
    ['a page', { doctor: true }],
    ['a form', { access: true }],
    ['the guide', { guide: 'mfa' }],
    ['the side bar', { sideBar: true }],
  ] as const)('Escape is first of %s that is open', (_name, what) => {
    const page = shownList();
    Object.assign(shown, what);
    flushSync();
    const calls = page.calls.length;
    page.press('Escape');
    expect(page.calls.slice(calls)).toEqual([]);
  });

  it('Escape is first of the commands', () => {
    const page = shownList();
    page.type('>');
    page.press('Escape');
    expect(page.calls).toEqual([]);
    page.press('Escape');
    expect(page.calls).toEqual([['hideWindow', {}]]);
  });

  it('a letter typed in the list goes on in the search field', () => {
    const page = shownList();
    document.querySelector<HTMLElement>('[role=grid]')!.focus();
    page.press('p');
    expect(document.activeElement).toBe(page.search());
  });

  it('Enter on a button presses the button and opens no console', () => {
    const page = shownList();
    page.button('Copy').focus();
    expect(page.press('Enter')).toBe(false);
    expect(page.calls).toEqual([]);
  });

  it('the arrows go on from a button of a row', () => {
    const page = shownList();
    page.button('Copy').focus();
    expect(page.press('ArrowDown')).toBe(true);
    expect(page.selected()).toBe('payments-prod / Billing');
    expect(document.activeElement?.getAttribute('role')).toBe('grid');
  });

  it('the keys go on in the list when the row of a button that has the focus goes', () => {
    const page = shownList();
    page.button('Copy').focus();
    page.rows(rows.slice(1));
    expect(document.activeElement?.getAttribute('role')).toBe('grid');
    expect(page.press('ArrowDown')).toBe(true);
    expect(page.selected()).toBe('payments-prod / ReadOnly');
  });

  it('? lists the keys, and is a letter like any other within a search', () => {
    const page = shownList();
    page.type('pay');
    expect(page.press('?')).toBe(false);
    page.type('');
    page.press('?');
    expect(document.querySelector('dialog h1')?.textContent).toBe('Keys');
  });

  it('the keys of the list do nothing behind a dialog', () => {
    const page = shownList();
    page.press('?');
    page.press('Enter', { bubbles: true });
    page.press('ArrowDown');
    expect(page.calls).toEqual([]);
    expect(page.selected()).toBe('payments-prod / Admin');
  });

  it('a row that comes under a pointer at rest shows no buttons', () => {
    shownList();
    const before = document.querySelectorAll('[role=grid] button').length;
    const row = document.querySelectorAll('[role=row][aria-selected]')[1]!;
    row.dispatchEvent(new PointerEvent('pointerenter', { bubbles: true }));
    flushSync();
    expect(document.querySelectorAll('[role=grid] button')).toHaveLength(before);
    row.dispatchEvent(new PointerEvent('pointermove', { bubbles: true }));
    flushSync();
    expect(document.querySelectorAll('[role=grid] button').length).toBeGreaterThan(before);
  });

  it('typing keeps the buttons of the row that is selected, for whatever profile comes to it', () => {
    const page = shownList();
    const before = page.button('Console');
    const first = page.selected();
    page.type('readonly');
    expect(page.selected()).not.toBe(first);
    expect(page.button('Console')).toBe(before);
  });

  it('only the buttons of the selected row are reached by Tab', () => {
    const page = shownList();
    document
      .querySelectorAll('[role=row][aria-selected]')[1]!
      .dispatchEvent(new PointerEvent('pointermove', { bubbles: true }));
    flushSync();
    const reached = [...document.querySelectorAll<HTMLElement>('[role=grid] button')].filter(
      (button) => button.tabIndex === 0,
    );
    expect(reached.map((button) => button.closest('[role=row]')?.getAttribute('aria-selected'))).toEqual([
      'true',
      'true',
      'true',
      'true',
    ]);
    expect(page.selected()).toBe('payments-prod / Admin');
  });
});

describe('what goes wrong', () => {
  it('is said, and the row can be used again', async () => {
    const page = shownList();
    const error = { code: 'offline', message: 'AWS is not reached.', hint: null, details: [] };
    page.answer('openConsole', { error });
    page.press('Enter');
    await expect.poll(() => page.text()).toContain('AWS is not reached.');
    expect(page.button('Console').getAttribute('aria-busy')).toBe('false');
  });
});
