import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { shown } from '../../src-renderer/shown.svelte.ts';
import { summoned } from '../../src-renderer/summoned.ts';
import { emptyLive } from '../support/emptyLive.ts';
import { profileRow } from './support/profileRow.ts';
import { showWindow, type ShownWindow } from './support/showWindow.ts';

function listOf(): ShownWindow {
  const window = showWindow();
  window.rows([profileRow('payments-prod', 'Admin')]);
  return window;
}

describe('the hotkey', () => {
  it('leads to the search, with what is typed there selected', async () => {
    const window = listOf();
    window.type('pay');
    window.search().blur();
    await summoned();
    expect(document.activeElement).toBe(window.search());
    expect([window.search().selectionStart, window.search().selectionEnd]).toEqual([0, 3]);
  });

  it.each(['settings', 'journal', 'keys'] as const)('leaves %s for it', async (page) => {
    const window = listOf();
    shown[page] = true;
    flushSync();
    await summoned();
    expect(shown[page]).toBe(false);
    expect(document.activeElement).toBe(window.search());
  });

  it('loses nothing that is half written', async () => {
    listOf();
    shown.access = true;
    flushSync();
    await summoned();
    expect(shown.access).toBe(true);
  });

  it('that another program has is said once', () => {
    const window = listOf();
    const shell = { ...emptyLive.shell, hotkey: { accelerator: 'Control+Alt+K', state: 'taken' as const } };
    window.live({ shell });
    flushSync();
    expect(window.text()).toContain('Ctrl+Alt+K does not open Latchkey: another program has that hotkey.');
    window.click('Dismiss');
    expect(window.text()).not.toContain('another program');
    window.live({ shell: { ...shell, loginTrouble: 'x' } });
    flushSync();
    expect(window.text()).not.toContain('another program');
  });
});
