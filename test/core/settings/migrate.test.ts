import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { newestVersion } from '../../../src-main/core/settings/migrate.ts';
import { readSettings } from '../../../src-main/core/settings/readSettings.ts';
import { fc } from '../../support/fc.ts';

type Stored = Record<string, unknown>;

/** As the last Latchkey of version 1 wrote it: every sign-in, IAM user, source, chain, label and mark. */
const version1 = (): Stored =>
  JSON.parse(
    readFileSync(new URL('../../fixtures/settings/version-1.json', import.meta.url), 'utf8'),
  ) as Stored;

const sinceVersion2: Stored = {
  version: 2,
  labelColours: { production: 'red', Prod: 'red' },
  regions: { accounts: {}, profiles: {} },
  aliases: {},
  hidden: { accounts: [], profiles: [] },
  browsers: [],
  consoleBy: 'federation',
  hotkey: 'CommandOrControl+Alt+K',
  startAtLogin: false,
  startHidden: true,
  notifySignInEnd: true,
  teamFile: null,
};

describe('settings of version 1', () => {
  it('keep all that stood in them, and production stays red', () => {
    expect(readSettings(version1())).toEqual({ ...version1(), ...sinceVersion2 });
  });

  it('are read the same once more, after they were written as JSON', () => {
    const lifted = readSettings(version1());
    expect(readSettings(JSON.parse(JSON.stringify(lifted)))).toEqual(lifted);
  });

  it('are not changed by reading them', () => {
    const stored = version1();
    readSettings(stored);
    expect(stored).toEqual(version1());
  });

  it('may have no labels at all', () => {
    expect(readSettings({ version: 1 }).labelColours).toEqual({});
  });

  it.each([
    ['labels', { labels: 7 }],
    ['labels.1', { labels: [{ label: 'a', pattern: '*' }, 'production'] }],
    ['labels.0.label', { labels: [{ label: 7, pattern: '*' }] }],
    ['labels.0.label', { labels: [{ label: '!', pattern: '*' }] }],
    ['theme', { theme: 'pink' }],
    ['ssoSessions.0.name', { ssoSessions: [{}] }],
  ])('that are wrong name the setting: %s', (where, wrong) => {
    expect(() => readSettings({ version: 1, ...wrong })).toThrow(
      expect.objectContaining({
        code: 'bad-input',
        message: expect.stringContaining(`The setting ${where} is not valid`) as string,
      }),
    );
  });

  it('bring a typed error or settings, whatever stands in them', () => {
    const label = fc.record({ label: fc.string(), pattern: fc.string() }, { requiredKeys: [] });
    const stored = fc.record(
      { version: fc.constant(1), labels: fc.oneof(fc.anything(), fc.array(label)), region: fc.anything() },
      { requiredKeys: ['version'] },
    );
    fc.assert(
      fc.property(stored, (settings) => {
        try {
          expect(readSettings(settings).version).toBe(newestVersion);
        } catch (error) {
          expect(error).toMatchObject({ code: 'bad-input' });
        }
      }),
    );
  });
});

describe('settings of a version that nobody wrote', () => {
  it.each([0, -1, 1.5, '1', null])('%s are not taken', (version) => {
    expect(() => readSettings({ version })).toThrow(expect.objectContaining({ code: 'bad-input' }));
  });

  it('and those of a newer one are told apart', () => {
    expect(() => readSettings({ version: newestVersion + 1 })).toThrow(
      expect.objectContaining({ code: 'settings-newer' }),
    );
  });
});
