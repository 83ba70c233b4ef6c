import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyLive } from '../../support/emptyLive.ts';
import { shown } from '../../../src-renderer/shown.svelte.ts';
import { flushSync } from 'svelte';
import { profileRow } from '../support/profileRow.ts';
import { showWindow, type ShownWindow } from '../support/showWindow.ts';
import { until } from '../../support/until.ts';

const page = (): string => document.querySelector('main h1')?.textContent.trim() ?? '';
const dialogs = (): number => document.querySelectorAll('dialog[open]').length;
const open = (change: Partial<typeof shown>): void => {
  Object.assign(shown, change);
  flushSync();
};

let window: ShownWindow;
beforeEach(() => {
  window = showWindow();
  window.rows([profileRow('payments-prod', 'Admin')]);
});

describe.each(['doctor', 'journal'] as const)('the page of the %s', (name) => {
  beforeEach(() => {
    open({ [name]: true });
  });

  it('has the keyboard, and Escape goes back to the search', () => {
    expect(document.activeElement?.textContent).toBe('Back');
    expect(window.press('Escape')).toBe(true);
    expect(page()).toBe('All profiles');
    expect(document.activeElement).toBe(window.search());
  });

  it('is left by the keys of the search, the commands and the settings', async () => {
    window.press('k', { ctrlKey: true });
    await until(() => {
      expect(document.activeElement).toBe(window.search());
    });
    open({ [name]: true });
    window.press('P', { ctrlKey: true, shiftKey: true });
    await until(() => {
      expect(document.activeElement).toBe(window.search());
    });
    expect(window.search().value).toBe('>');
    open({ [name]: true });
    window.press(',', { ctrlKey: true });
    expect(page()).toBe('Settings');
  });

  it('shows the list of keys, over which Escape closes nothing else', () => {
    window.press('?');
    expect(dialogs()).toBe(1);
    window.press('Escape');
    expect(shown[name]).toBe(true);
  });
});

describe('of several pages', () => {
  // What was read of the hotkey is kept there.
  afterEach(() => {
    localStorage.clear();
  });

  const hotkeyIsTaken = (): void => {
    const hotkey = { accelerator: 'Control+Alt+K', state: 'taken' as const };
    window.live({ shell: { ...emptyLive.shell, hotkey } });
  };
  const seen = (): string[] =>
    [...document.querySelectorAll('main h1')]
      .filter((heading) => heading.closest('[hidden]') === null)
      .map((heading) => heading.textContent.trim());

  it.each([
    ['the doctor', { doctor: true }, 'Doctor'],
    ['the journal', { journal: true }, 'Journal'],
    ['imports', { import: {} }, 'Import'],
    ['the guide', { guide: 'mfa' }, 'How AWS access works'],
    ['“Add access”', { access: true }, 'How do you sign in at work?'],
    ['a role chain', { roleChain: {} }, 'New role chain'],
  ] as const)('the one that was opened last is seen, alone: the settings over %s', (_name, page, title) => {
    hotkeyIsTaken();
    open(page);
    expect(seen()).toEqual([title]);
    window.click('Settings');
    expect(seen()).toEqual(['Settings']);
    window.press('Escape');
    expect(seen()).toEqual([title]);
  });

  it('an earlier one that is opened again is seen, not hidden below', () => {
    hotkeyIsTaken();
    open({ settings: true });
    open({ journal: true });
    window.click('Settings');
    expect(seen()).toEqual(['Settings']);
  });

  it('one that was left for another has what was typed in it, and the keyboard where it was', async () => {
    window.answer('getSettings', { result: { settings: {} } });
    open({ settings: true });
    await until(() => window.button('Journal'));
    const field = document.querySelector<HTMLInputElement>('[aria-label="Search settings"]')!;
    field.value = 'journal';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    flushSync();
    window.button('Journal').focus();
    window.click('Journal');
    window.press('Escape');
    expect(seen()).toEqual(['Settings']);
    expect(field.value).toBe('journal');
    await until(() => {
      expect(document.activeElement).toBe(window.button('Journal'));
    });
  });
});

describe('a role chain that is being made', () => {
  beforeEach(() => {
    open({ roleChain: {} });
  });

  it('is left by Escape at once where nothing was typed', () => {
    window.press('Escape');
    expect(shown.roleChain).toBeUndefined();
  });

  it('is lost by no key of another page, nor by Escape without a question', () => {
    const field = document.querySelector<HTMLInputElement>('[data-field=name]');
    if (field === null) throw new Error('no field');
    field.value = 'x';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
    for (const key of ['k', ',', 'P']) window.press(key, { ctrlKey: true, shiftKey: key === 'P' });
    expect(window.press('?')).toBe(false);
    window.press('Escape');
    expect(shown.roleChain).toBeDefined();
    expect(window.text()).toContain('Leave without saving?');
  });
});

describe('the first run', () => {
  const url = (): HTMLInputElement => document.querySelector<HTMLInputElement>('form input')!;
  beforeEach(() => {
    window.live({ ...emptyLive, signIns: [] });
    url().value = 'https://acme';
    url().dispatchEvent(new Event('input', { bubbles: true }));
  });

  it('leads to the settings, such as the proxy, and keeps what was typed', () => {
    window.click('Settings');
    expect(document.querySelector('h1#settings')).not.toBeNull();
    window.press('Escape');
    expect(url().value).toBe('https://acme');
    url().focus();
    window.press(',', { ctrlKey: true });
    expect(shown.settings).toBe(true);
  });

  it('leads to the doctor', () => {
    open({ doctor: true });
    expect(document.querySelector('#doctor')).not.toBeNull();
    window.press('Escape');
    expect(shown.doctor).toBe(false);
  });
});
