import Conf from 'conf';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSettingsStore } from '../../src-main/adapters/settingsStore.ts';
import { AppError } from '../../src-main/core/errors.ts';
import { createVirtualClock } from '../support/virtualClock.ts';
import { fc } from '../support/fc.ts';

const corp = {
  name: 'corp',
  startUrl: 'https://corp.awsapps.com/start',
  region: 'eu-west-1',
  flow: 'device',
} as const;

let home: string;
const file = () => join(home, 'settings.json');
const open = () => createSettingsStore(home, createVirtualClock(), Conf);
const damaged = () => readdirSync(home).filter((name) => name.startsWith('settings.damaged-'));

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'latchkey-settings-'));
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

describe('the settings file', () => {
  it('is not written before something is set', () => {
    expect(open().get().delivery).toBe('keys');
    expect(readdirSync(home)).toEqual([]);
  });

  it('is readable for its owner alone', () => {
    const store = open();
    store.change((now) => ({ ...now, ssoSessions: [corp] }));
    store.change((now) => ({ ...now, delivery: 'process' }));
    for (const name of readdirSync(home)) expect(statSync(join(home, name)).mode & 0o777).toBe(0o600);
    expect(open().get()).toMatchObject({ ssoSessions: [corp], delivery: 'process' });
  });

  it.each(['', '{', 'null', '[]', '7', '{"version":1,"delivery":"carrier pigeon"}', '{"ssoSessions":[{}]}'])(
    'is set aside when it is damaged (%s), the last good one is used, and the person is told',
    (text) => {
      open().change((now) => ({ ...now, ssoSessions: [corp] }));
      writeFileSync(file(), text);
      const store = open();
      expect(store.get().ssoSessions).toEqual([corp]);
      expect(store.notices()).toEqual([expect.stringContaining('settings.damaged-')]);
      expect(damaged().map((name) => readFileSync(join(home, name), 'utf8'))).toEqual([text]);
      expect(open().notices()).toEqual([]);
    },
  );

  it('is read with a byte order mark, and beside a damaged copy', () => {
    open().change((now) => ({ ...now, ssoSessions: [corp] }));
    writeFileSync(file(), `\uFEFF${readFileSync(file(), 'utf8')}`);
    writeFileSync(join(home, 'settings.last-good.json'), '');
    const store = open();
    expect(store.get().ssoSessions).toEqual([corp]);
    expect(store.notices()).toEqual([]);
    store.change((now) => ({ ...now, delivery: 'process' }));
    expect(open().get().delivery).toBe('process');
  });

  it('of a newer version is refused and stays byte for byte', () => {
    const text = '{"version":2,"shiny":true}';
    writeFileSync(file(), text);
    expect(open).toThrow(expect.objectContaining({ code: 'settings-newer' }));
    expect(readFileSync(file(), 'utf8')).toBe(text);
  });

  it('takes no setting that is wrong', () => {
    const store = open();
    expect(() => {
      store.change((now) => ({ ...now, profileName: 'static' }));
    }).toThrow(AppError);
    expect(store.get().profileName).toBe('{account}.{role}');
  });

  it('starts whatever became of its bytes, and never loses them', () => {
    open().change((now) => ({ ...now, ssoSessions: [corp] }));
    const good = readFileSync(file());
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.uint8Array({ maxLength: 8 }), fc.nat(8), (at, bytes, cut) => {
        for (const name of damaged()) rmSync(join(home, name));
        const mutated = Buffer.concat([good.subarray(0, at), bytes, good.subarray(at + cut)]);
        writeFileSync(file(), mutated);
        try {
          const store = open();
          const kept = store.notices().length === 0 ? file() : join(home, damaged()[0] ?? '');
          expect(readFileSync(kept).equals(mutated)).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ code: 'settings-newer' });
        }
      }),
      { numRuns: 300 },
    );
  });
});
