import { beforeEach, describe, expect, it } from 'vitest';
import { settings as schema, trustSettings } from '../../../src-main/core/settings/settings.ts';
import Settings from '../../../src-renderer/settings/Settings.svelte';
import { settingGroups } from '../../../src-renderer/settings/settingFields.ts';
import {
  enter,
  fakeMain,
  field,
  found,
  leave,
  liveView,
  saidOf,
  sees,
  show,
  type,
  type FakeMain,
} from '../support/page.ts';

const fields = settingGroups.flatMap(([, group]) => group);
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
  beforeEach(async () => {
    now = { ...stored };
    main = fakeMain(liveView());
    const set = (input: unknown): void => {
      const { name, value } = input as { name: string; value: string | null };
      now = { ...now, [name]: value };
    };
    main.answer('getSettings', () => ({ settings: now }));
    main.answer('setSetting', set);
    main.answer('setTrustSetting', set);
    show(Settings, { onclose: () => undefined });
    await sees('Theme');
  });

  const sent = (): unknown[] => [...main.inputsOf('setSetting'), ...main.inputsOf('setTrustSetting')];

  it.each(fields)(
    '$label is one that exists, and says what it does and its default',
    ({ name, label, hint, trust = false }) => {
      expect(Object.keys(schema.shape)).toContain(name);
      expect(trustSettings.some((one) => one === name)).toBe(trust);
      expect(saidOf(label)).toBe(hint);
      expect(hint).toContain('Default: ');
    },
  );

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
