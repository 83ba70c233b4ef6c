import { flushSync } from 'svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { allSettings } from '../../../src-main/core/settings/settingGroups.ts';
import { hintOf } from '../../../src-main/core/settings/settingWords.ts';
import Settings from '../../../src-renderer/settings/Settings.svelte';
import { partOf } from '../../../src-renderer/settings/ownSettings.ts';
import { shown } from '../../../src-renderer/shown.svelte.ts';
import {
  button,
  enter,
  fakeMain,
  field,
  found,
  leave,
  liveView,
  press,
  saidOf,
  sees,
  show,
  text,
  type,
  type FakeMain,
} from '../support/page.ts';

const fields = allSettings.filter(({ kind }) => kind !== 'own');
const stored = {
  delivery: 'keys',
  profileName: '{account}.{role}',
  region: null,
  theme: 'system',
  agentIdleMinutes: 30,
  proxy: 'http://ana:***@proxy.example:3128/',
  noProxy: null,
  caBundle: null,
  secrets: 'keychain',
};

describe('the settings', () => {
  let main: FakeMain;
  let now: Record<string, unknown>;
  let closed = 0;
  const searchField = () => document.querySelector<HTMLInputElement>('input[role=searchbox]')!;
  const search = (words: string): void => {
    searchField().value = words;
    searchField().dispatchEvent(new Event('input', { bubbles: true }));
    flushSync();
  };
  const labels = (): string[] =>
    [...document.querySelectorAll('.setting label')]
      .filter((one) => !['Label', 'For'].includes(one.textContent))
      .map((one) => one.textContent);
  const escapeKey = (): void => {
    (document.activeElement ?? document.body).dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }),
    );
    flushSync();
  };
  beforeEach(async () => {
    now = { ...stored };
    shown.settings = true;
    main = fakeMain(liveView());
    const set = (input: unknown): void => {
      const { name, value } = input as { name: string; value: string | null };
      now = { ...now, [name]: value };
    };
    main.answer('getSettings', () => ({ settings: now }));
    main.answer('setSetting', set);
    main.answer('setTrustSetting', set);
    closed = 0;
    show(Settings, { onclose: () => (closed += 1) });
    await sees('Theme');
  });

  const sent = (): unknown[] => [...main.inputsOf('setSetting'), ...main.inputsOf('setTrustSetting')];

  it.each(fields)('$label says what it does and its default', (setting) => {
    expect(saidOf(setting.label)).toContain(hintOf(setting));
  });

  it.each(allSettings)('$label is on the page', ({ name }) => {
    expect(document.getElementById(`setting-${(partOf[name] ?? name).replace('.', '-')}`)).not.toBeNull();
  });

  it('are found by what they do, their choices and other words', () => {
    for (const [words, label] of [
      ['tls', 'CA certificates'],
      ['appearance', 'Theme'],
      ['forgotten', 'When the screen is locked'],
      ['network CERTIF', 'CA certificates'],
    ] as const) {
      search(words);
      expect(labels()).toContain(label);
      expect(labels().length).toBeLessThan(4);
    }
    search('tls');
    expect(document.querySelector('[role=status]')?.textContent).toBeDefined();
    expect(text()).toContain('One setting found');
  });

  it('say so where nothing fits, and show all again', () => {
    search('nothing is called so');
    expect(text()).toContain('No setting fits “nothing is called so”');
    press('Show all settings');
    expect(labels()).toHaveLength(fields.length);
  });

  it('Escape clears the search, then leaves the page', () => {
    search('tls');
    escapeKey();
    expect(labels().length).toBeGreaterThan(1);
    expect(closed).toBe(0);
    escapeKey();
    expect(closed).toBe(1);
  });

  it('the keyboard is in the search from the start, and at the setting that the page was opened for', async () => {
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Search settings');
    shown.setting = 'endpoints.sts';
    await found(
      () => (document.activeElement === field('Endpoint of STS') ? true : undefined),
      'the setting',
    );
    expect(shown.setting).toBeUndefined();
  });

  it('go back to the default by a button, which is there while they are not', async () => {
    const reset = 'Back to the default: Theme';
    expect(() => button(reset)).toThrow();
    const theme = field('Theme');
    theme.value = 'dark';
    theme.dispatchEvent(new Event('change', { bubbles: true }));
    await found(() => document.querySelector(`[aria-label='${reset}']`), reset);
    press(reset);
    await found(() => (sent().length === 2 ? true : undefined), 'the default');
    expect(sent().at(-1)).toEqual({ name: 'theme', value: null });
    expect(document.activeElement).toBe(theme);
  });

  it('save a choice at once and say so', async () => {
    const theme = field('Theme');
    theme.value = 'dark';
    theme.dispatchEvent(new Event('change', { bubbles: true }));
    await sees('Saved');
    expect(sent()).toEqual([{ name: 'theme', value: 'dark' }]);
  });

  it('save text on Enter, once', async () => {
    type('Region', ' eu-central-1 ');
    enter('Region');
    leave('Region');
    await sees('Saved');
    expect(sent()).toEqual([{ name: 'region', value: 'eu-central-1' }]);
    expect(field('Region').value).toBe('eu-central-1');
  });

  it('save what decides where tokens go by its own command', async () => {
    type('CA certificates', '/etc/ssl/corp.pem');
    leave('CA certificates');
    await sees('Saved');
    expect(main.inputsOf('setTrustSetting')).toEqual([{ name: 'caBundle', value: '/etc/ssl/corp.pem' }]);
  });

  it('put the default back where the text is taken out', async () => {
    type('Proxy', '');
    leave('Proxy');
    await sees('Saved');
    expect(sent()).toEqual([{ name: 'proxy', value: null }]);
  });

  it('keep a bad value as it was typed, and say beside it what is wrong', () => {
    type('Region', 'Ireland');
    leave('Region');
    expect(field('Region').value).toBe('Ireland');
    expect(field('Region').getAttribute('aria-invalid')).toBe('true');
    expect(saidOf('Region')).toContain('“Ireland” is no AWS region');
    expect(sent()).toEqual([]);
  });

  it('say what main does not take', async () => {
    main.refuse('setTrustSetting', {
      message: 'The setting caBundle is not valid: no such file.',
      hint: 'See latchkey settings list.',
    });
    type('CA certificates', '/nowhere.pem');
    leave('CA certificates');
    await found(() => (saidOf('CA certificates').includes('no such file') ? true : undefined), 'the reason');
    expect(saidOf('CA certificates')).not.toContain('latchkey settings');
    expect(field('CA certificates').value).toBe('/nowhere.pem');
  });

  it('never save a proxy’s hidden password in place of the real one', () => {
    leave('Proxy');
    enter('Proxy');
    type('Proxy', 'http://ana:***@proxy.example:3128/ ');
    leave('Proxy');
    expect(sent()).toEqual([]);
    type('Proxy', 'http://ana:***@other.example:3128/');
    leave('Proxy');
    expect(sent()).toEqual([]);
    expect(saidOf('Proxy')).toContain('Type the password again');
  });

  it.each([
    ['Profile names', '{account}', '{role}'],
    ['Profile names', '{role}', '{accountId}'],
    ['Profile names', '{account}.{role}.{rolle}', '{rolle}'],
    ['Proxy', 'proxy.example:3128', 'like http://'],
    ['CA certificates', 'ca.pem', 'whole path'],
    ['Hosts reached without the proxy', 'https://example.com', 'without https://'],
  ])('%s does not take “%s”', (label, text, why) => {
    type(label, text);
    leave(label);
    expect(saidOf(label)).toContain(why);
    expect(sent()).toEqual([]);
  });

  it('say where sign-ins are kept, and what that means', async () => {
    await sees('In the system’s keychain');
    main.push(liveView({ secrets: { store: 'memory', state: 'ready', reason: null } }));
    await sees('you sign in again after each restart');
  });
});
