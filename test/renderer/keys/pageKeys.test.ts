import { beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyLive } from '../../support/emptyLive.ts';
import { shown } from '../../../src-renderer/shown.svelte.ts';
import { flushSync } from 'svelte';
import { profileRow } from '../support/profileRow.ts';
import { showWindow, type ShownWindow } from '../support/showWindow.ts';

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
    await vi.waitFor(() => {
      expect(document.activeElement).toBe(window.search());
    });
    open({ [name]: true });
    window.press('P', { ctrlKey: true, shiftKey: true });
    await vi.waitFor(() => {
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
