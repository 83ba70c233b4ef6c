import { flushSync } from 'svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { WindowOutput } from '../../../src-main/contract.ts';
import ConsoleDialog from '../../../src-renderer/console/ConsoleDialog.svelte';
import Browsers from '../../../src-renderer/settings/Browsers.svelte';
import { said } from '../../../src-renderer/said.svelte.ts';
import {
  button,
  dialogs,
  fakeMain,
  field,
  found,
  liveView,
  press,
  sees,
  show,
  signInPlace,
  text,
  type,
  type FakeMain,
} from '../support/page.ts';
import { profileRow } from '../support/profileRow.ts';
import { showWindow } from '../support/showWindow.ts';

const row = profileRow('payments-prod', 'Admin');
const about: WindowOutput<'showConsole'> = {
  ...{ profileName: row.name, region: 'eu-west-1', partition: 'aws', lastService: null },
  ...{ noDuration: null, noPortal: null, by: 'federation' },
};
const chrome = { browser: 'chrome', profiles: [{ id: 'Profile 1', name: 'Work' }] } as const;
const open = { browser: 'default', profile: null, container: null, private: false } as const;
const inChrome = { ...open, browser: 'chrome', profile: 'Profile 1' } as const;
const opened = { ...{ profileName: row.name, endsAt: null, region: 'eu-west-1' }, by: 'federation' } as const;

let main: FakeMain;
let closed: boolean;
beforeEach(() => {
  main = fakeMain();
  closed = false;
  main.answer('showConsole', () => about);
  main.answer('listBrowsers', () => ({ browsers: [chrome] }));
  main.answer('openConsole', () => ({ ...opened, service: 'Lambda', browser: 'Firefox' }));
  main.answer('copyConsoleLink', () => ({ ...opened, service: null }));
});

async function showDialog(): Promise<void> {
  show(ConsoleDialog, { row, onclose: () => (closed = true) });
  await found(
    () => (button('Open').getAttribute('aria-busy') === 'false' ? true : undefined),
    'a dialog that is ready',
  );
}

function pressKey(label: string, key: string): void {
  field(label).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  flushSync();
}

function choose(label: string, value: string): void {
  field(label).value = value;
  field(label).dispatchEvent(new Event('change', { bubbles: true }));
  flushSync();
}

const options = (): string[] =>
  [...document.querySelectorAll('[role=option]')].map((one) => one.textContent.replace(/\s+/g, ' ').trim());
const selected = (label: string): string | undefined =>
  (field(label) as unknown as HTMLSelectElement).selectedOptions[0]?.textContent;
const chosen = (): string | undefined =>
  document.querySelector('[role=option][aria-selected=true] span')?.textContent;

describe('the console of a profile', () => {
  it('opens at a service by a few letters and Enter, where it is shown to open', async () => {
    main.answer('showBrowser', () => ({ open: inChrome, words: 'x', trouble: null }));
    await showDialog();
    expect(selected('Opens in')).toBe('Google Chrome, profile “Work”');
    type('Service', 'lamb');
    expect(chosen()).toBe('Lambda');
    pressKey('Service', 'Enter');
    expect(closed).toBe(true);
    expect(main.inputsOf('openConsole')).toEqual([
      { profile: row.id, service: 'lambda', by: 'federation', open: inChrome },
    ]);
    await found(() => (said.text.includes('opens at Lambda in Firefox') ? true : undefined), 'what was done');
  });

  it('offers the service that was opened last first', async () => {
    main.answer('showConsole', () => ({ ...about, lastService: 'sqs' }));
    await showDialog();
    expect(options()[0]).toBe('SQS opened last');
    expect(chosen()).toBe('SQS');
    pressKey('Service', 'ArrowDown');
    expect(chosen()).toBe('Console home');
    type('Service', 'cloudfr');
    pressKey('Service', 'ArrowUp');
    expect(chosen()).toBe('CloudFront');
    type('Service', 'zzqx');
    expect(options()).toEqual(['zzqx by its address']);
    type('Service', 'zz qx!');
    expect(options()).toEqual([]);
    expect(text()).toContain('No service is called so');
    pressKey('Service', 'Enter');
    press('Open');
    expect([closed, main.inputsOf('openConsole')]).toEqual([false, []]);
  });

  it('takes a region of its partition, a duration and a browser for this once', async () => {
    await showDialog();
    type('Region', 'cn-north-1');
    expect(text()).toContain('another AWS partition');
    press('Open');
    expect(main.inputsOf('openConsole')).toEqual([]);
    type('Region', 'eu-central-1');
    choose('Stays signed in', '14400');
    choose('Opens in', JSON.stringify(['chrome', 'Profile 1']));
    field('Service').form?.requestSubmit();
    expect(main.inputsOf('openConsole')).toEqual([
      {
        ...{ profile: row.id, service: 'console', region: 'eu-central-1', durationSeconds: 14_400 },
        ...{ by: 'federation', open: inChrome },
      },
    ]);
  });

  it('says why AWS takes no duration, and why the portal cannot open it', async () => {
    const [noDuration, noPortal] = ['AWS takes no duration here.', 'The portal knows no chains.'];
    main.answer('showConsole', () => ({ ...about, noDuration, noPortal }));
    await showDialog();
    expect(field('Stays signed in').disabled).toBe(true);
    expect(text()).toContain(noDuration);
    expect(text()).toContain(noPortal);
    expect(document.querySelector<HTMLOptionElement>('option[value=portal]')?.disabled).toBe(true);
  });

  it('has its link copied, which is said to be a secret', async () => {
    await showDialog();
    expect(text()).toContain('it works for 15 minutes');
    press('Copy link');
    expect(main.inputsOf('copyConsoleLink')).toEqual([
      { profile: row.id, service: 'console', by: 'federation' },
    ]);
    await found(() => (said.text.includes('secret for 15 minutes') ? true : undefined), 'a warning');
  });

  it('opens in nothing else where its browser is gone', async () => {
    const gone = { ...open, browser: 'brave', profile: 'Profile 9' };
    main.answer('showBrowser', () => ({ open: gone, words: 'x', trouble: 'Brave is not on this machine.' }));
    await showDialog();
    expect(selected('Opens in')).toBe('Brave, profile “Profile 9” (gone)');
    expect(text()).toContain('Brave is not on this machine.');
    pressKey('Service', 'Enter');
    expect([closed, main.inputsOf('openConsole')]).toEqual([false, []]);
  });

  it('is chosen for the selected row with a key', async () => {
    const page = showWindow();
    page.answer('showConsole', { result: about });
    page.rows([row]);
    page.press('o', { ctrlKey: true });
    expect(dialogs()).toEqual([`Console of ${row.name}`]);
  });
});

describe('the rules for browsers', () => {
  it('are shown, removed and added', async () => {
    const corp = { kind: 'sso-session', ssoSession: 'corp' } as const;
    const label = { kind: 'label', label: 'production' } as const;
    const gone = { ...open, browser: 'edge' } as const;
    main.push(
      liveView({
        signIns: [signInPlace('corp')],
        labelRules: [{ label: 'production', pattern: '*-prod' }],
        browsers: [{ for: corp, open: gone }],
      }),
    );
    main.answer('showBrowser', () => ({ open, words: 'Default browser', trouble: null }));
    show(Browsers, {});
    await sees('Microsoft Edge is not on this machine.');
    expect(text()).not.toContain('Google Chrome is not');
    press('Remove the rule for Sign-in corp');
    choose('Pages of', JSON.stringify(label));
    choose('Open in', JSON.stringify(['chrome', 'Profile 1']));
    field('Open in').form?.requestSubmit();
    await found(() => main.inputsOf('setBrowserRule')[1], 'a rule');
    expect(main.inputsOf('setBrowserRule')).toEqual([
      { for: corp, open: null },
      { for: label, open: inChrome },
    ]);
  });
});
