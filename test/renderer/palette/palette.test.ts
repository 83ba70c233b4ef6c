import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { allSettings } from '../../../src-main/core/settings/settingGroups.ts';
import { allCommands } from '../../../src-renderer/palette/allCommands.ts';
import { profileList } from '../../../src-renderer/profiles/profileList.svelte.ts';
import { shown } from '../../../src-renderer/shown.svelte.ts';
import { profileRow } from '../support/profileRow.ts';
import { showWindow, type ShownWindow } from '../support/showWindow.ts';

const rows = ['Admin', 'Billing', 'ReadOnly'].map((role) => profileRow('payments-prod', role));

function shownList(): ShownWindow {
  const page = showWindow();
  page.rows(rows);
  return page;
}

const options = () => [...document.querySelectorAll<HTMLElement>('[role=option]')];
const titles = () => options().map((one) => one.querySelector('.title')?.textContent ?? '');
const chosen = () =>
  options().find((one) => one.ariaSelected === 'true' || one.getAttribute('aria-selected') === 'true');
const chosenTitle = () => chosen()?.querySelector('.title')?.textContent;

/** Types `> …` and presses Enter on the command of that very title. */
function give(page: ShownWindow, title: string): void {
  page.type(`>${title}`);
  for (let at = titles().indexOf(title); at > 0; at -= 1) page.press('ArrowDown');
  expect(chosenTitle()).toBe(title);
  page.press('Enter');
}

describe('> in the search field', () => {
  it('searches commands, best match first, with their letters marked', () => {
    const page = shownList();
    page.type('>add acc');
    expect(chosenTitle()).toBe('Add access');
    expect([...chosen()!.querySelectorAll('mark')].map((one) => one.textContent)).toEqual(['Add', 'acc']);
    page.type('>thm dark');
    expect(chosenTitle()).toBe('Theme: Dark');
    page.type('>keys');
    expect(chosenTitle()).toBe('Keys');
    // As keyboards for Chinese and Japanese type it.
    page.type('＞thm dark');
    expect(chosenTitle()).toBe('Theme: Dark');
  });

  it('has the list of profiles search nothing meanwhile, and leaves it where it was', () => {
    const page = shownList();
    page.type('bill');
    const { question } = profileList;
    page.type('>bill');
    page.type('>billing console');
    expect(profileList.question).toBe(question);
    expect(profileList.typed).toBe('bill');
    expect(page.selected()).toBe('payments-prod / Billing');
  });

  it('goes back by Escape to what was typed before', () => {
    const page = shownList();
    page.type('bill');
    page.press('P', { ctrlKey: true, shiftKey: true });
    expect(page.search().value).toBe('>');
    page.type('>settings');
    page.press('Escape');
    expect(page.search().value).toBe('bill');
    expect(document.querySelector('[role=listbox]')).toBeNull();
    expect(document.activeElement).toBe(page.search());
  });

  it('goes back where the > is deleted, and searches profiles where it is not the first letter', () => {
    const page = shownList();
    page.type('>');
    page.type('');
    expect(document.querySelector('[role=listbox]')).toBeNull();
    page.type('pay>');
    expect(document.querySelector('[role=listbox]')).toBeNull();
    expect(profileList.typed).toBe('pay>');
  });

  it('is a combobox whose active option is told, while the focus stays in the field', () => {
    const page = shownList();
    expect(page.search().getAttribute('role')).toBe('searchbox');
    page.type('>');
    page.press('ArrowDown');
    const field = page.search();
    expect(document.activeElement).toBe(field);
    expect(field.getAttribute('role')).toBe('combobox');
    expect(field.getAttribute('aria-expanded')).toBe('true');
    expect(document.getElementById(field.getAttribute('aria-controls')!)?.getAttribute('role')).toBe(
      'listbox',
    );
    const active = document.getElementById(field.getAttribute('aria-activedescendant')!);
    expect(active).toBe(options()[1]);
    expect(active?.getAttribute('aria-selected')).toBe('true');
    expect(options().filter((one) => one.getAttribute('aria-selected') === 'true')).toHaveLength(1);
  });

  it('neither end is passed', () => {
    const page = shownList();
    page.type('>theme');
    page.press('ArrowUp');
    expect(chosen()).toBe(options()[0]);
    for (let at = 0; at < 30; at += 1) page.press('PageDown');
    expect(chosen()).toBe(options().at(-1));
  });

  it('no key does anything to a row that is covered', () => {
    const page = shownList();
    page.type('>theme');
    for (const key of ['Enter', 'Backspace', 'd', 'c', 'i']) page.press(key, { ctrlKey: true });
    expect(page.calls).toEqual([]);
    expect(shown.details).toBe(false);
  });

  it('says so where nothing fits, and Enter does nothing', () => {
    const page = shownList();
    page.type('>nothing is called so');
    expect(page.text()).toContain('No command fits “nothing is called so”');
    expect(page.search().getAttribute('aria-expanded')).toBe('false');
    expect(page.search().getAttribute('aria-activedescendant')).toBeNull();
    page.press('Enter');
    expect(page.calls).toEqual([]);
    page.click('Back to the profiles');
    expect(document.activeElement).toBe(page.search());
    expect(page.search().value).toBe('');
  });
});

describe('a command', () => {
  it('acts on the selected profile', async () => {
    const page = shownList();
    page.press('ArrowDown');
    give(page, 'Open the console');
    await expect.poll(() => (flushSync(), page.text())).toContain('opens in your browser');
    give(page, 'Get keys');
    expect(page.calls).toEqual([
      ['openConsole', { profile: 'payments-prod.Billing' }],
      ['startProfile', { profile: 'payments-prod.Billing' }],
    ]);
    expect(page.search().value).toBe('');
  });

  it('sets a setting at once where there are a few choices, and says so', async () => {
    const page = shownList();
    give(page, 'Theme: Dark');
    expect(page.calls).toEqual([['setSetting', { name: 'theme', value: 'dark' }]]);
    await expect.poll(() => page.text()).toContain('Theme: Dark. Saved.');
  });

  it('opens the settings at a setting', async () => {
    const page = shownList();
    page.answer('getSettings', { result: { settings: {} } });
    give(page, 'Proxy…');
    await expect
      .poll(() => {
        flushSync();
        const id = document.activeElement?.id ?? '';
        return document.querySelector(`label[for='${id}']`)?.textContent;
      })
      .toBe('Proxy');
  });

  it('signs in and out of each place, syncs, locks', () => {
    const page = shownList();
    give(page, 'Sign out of acme');
    give(page, 'Sync acme');
    give(page, 'Lock');
    expect(page.calls.map(([name]) => name)).toEqual(['signOut', 'beginSync', 'lock']);
    give(page, 'Remove acme…');
    expect(document.querySelector('dialog h1')?.textContent).toContain('acme');
  });

  it('opens each page and dialog', () => {
    for (const [title, look] of [
      ['Settings', 'Settings'],
      ['Journal', 'Journal'],
      ['Add access', 'How do you sign in at work?'],
      ['Keys', 'Keys'],
      ['How AWS access works', 'How AWS access works'],
    ] as const) {
      const page = shownList();
      give(page, title);
      const headings = [...document.querySelectorAll('h1')].map((one) => one.textContent.trim());
      expect(headings).toContain(look);
    }
  });

  it('has an id and a title of its own', () => {
    shownList();
    const all = allCommands();
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
  });

  it('is there for every setting', () => {
    shownList();
    const ids = allCommands().map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(allSettings.map(({ name }) => `setting ${name}`)));
  });
});
