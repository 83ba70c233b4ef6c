import Conf from 'conf';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSettingsStore } from '../../src-main/adapters/settingsStore.ts';
import { settingsOfHome } from '../../src-main/adapters/settingsFiles.ts';
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

/** By name. */
const bytesOfHome = () =>
  Object.fromEntries(readdirSync(home).map((name) => [name, readFileSync(join(home, name), 'utf8')]));
const withoutMark = (bytes: Buffer) => (bytes.subarray(0, 3).equals(mark) ? bytes.subarray(3) : bytes);
const mark = Buffer.from('\uFEFF');

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

  it.each([
    ['beside the last good one of this version', 'settings.last-good.json'],
    ['beside the one that was kept when the newer Latchkey came', 'settings.version-2.json'],
  ])('of a newer version stays byte for byte, %s, which is used and not changed', (_where, name) => {
    open().change((now) => ({ ...now, ssoSessions: [corp] }));
    const good = readFileSync(file());
    rmSync(join(home, 'settings.last-good.json'));
    const newer = Buffer.from('{"version":3,"shiny":true}');
    // The newer Latchkey has its own last good one.
    writeFileSync(join(home, 'settings.last-good.json'), newer);
    writeFileSync(file(), newer);
    writeFileSync(join(home, name), good);
    const before = bytesOfHome();
    const store = open();
    expect(store.get().ssoSessions).toEqual([corp]);
    expect(store.notices()).toEqual([expect.stringContaining('newer version of Latchkey')]);
    expect(() => {
      store.change((now) => ({ ...now, delivery: 'process' }));
    }).toThrow(expect.objectContaining({ code: 'settings-newer' }));
    expect(store.get().delivery).toBe('keys');
    expect(bytesOfHome()).toEqual(before);
  });

  it.each(['{"version":3,"shi', 'null'])(
    'that is damaged (%s) is left to the newer Latchkey that wrote its copy',
    (text) => {
      writeFileSync(file(), text);
      writeFileSync(join(home, 'settings.last-good.json'), '{"version":3,"shiny":true}');
      const before = bytesOfHome();
      expect(open).toThrow(expect.objectContaining({ code: 'settings-newer' }));
      expect(bytesOfHome()).toEqual(before);
    },
  );

  it('of a newer version with none that can be read is refused: without sign-ins and marks nothing should begin', () => {
    writeFileSync(file(), '{"version":3,"shiny":true}');
    const before = bytesOfHome();
    expect(open).toThrow(expect.objectContaining({ code: 'settings-newer' }));
    expect(bytesOfHome()).toEqual(before);
  });

  it('of the first version is kept beside when it is first written as a newer one', () => {
    const text = JSON.stringify({
      version: 1,
      ssoSessions: [corp],
      labels: [{ label: 'prod', pattern: '*' }],
    });
    writeFileSync(file(), `\uFEFF${text}`);
    const store = open();
    expect(store.get()).toMatchObject({ ssoSessions: [corp], labelColours: { prod: 'red' } });
    expect(store.notices()).toEqual([]);
    store.change((now) => ({ ...now, delivery: 'process' }));
    expect(readFileSync(join(home, 'settings.version-1.json'), 'utf8')).toBe(text);
    expect(statSync(join(home, 'settings.version-1.json')).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toMatchObject({ version: 2, delivery: 'process' });
    rmSync(join(home, 'settings.version-1.json'));
    open().change((now) => ({ ...now, delivery: 'keys' }));
    expect(readdirSync(home)).not.toContain('settings.version-1.json');
  });

  it('that is a folder is said to be one', () => {
    mkdirSync(file());
    expect(open).toThrow(`The settings ${file()} are a folder.`);
  });

  it('takes no setting that is wrong', () => {
    const store = open();
    expect(() => {
      store.change((now) => ({ ...now, profileName: 'static' }));
    }).toThrow(AppError);
    expect(store.get().profileName).toBe('{account}.{role}');
  });

  describe('whatever became of its bytes', () => {
    const change = fc.record({ at: fc.nat(1000), bytes: fc.uint8Array({ maxLength: 8 }), cut: fc.nat(8) });
    const changes = fc.array(change, { minLength: 1, maxLength: 3 });
    let good: Buffer;
    beforeEach(() => {
      open().change((now) => ({ ...now, ssoSessions: [corp], labels: [{ label: 'prod', pattern: '*' }] }));
      good = readFileSync(file());
    });
    const writeMutated = (mutations: readonly { at: number; bytes: Uint8Array; cut: number }[]) => {
      const mutated = mutations.reduce((now, { at, bytes, cut }) => {
        const from = at % now.length;
        return Buffer.concat([now.subarray(0, from), bytes, now.subarray(from + cut)]);
      }, good);
      // Not emptied first, for which file systems wait for the disk.
      writeFileSync(file(), mutated, { flag: 'r+' });
      truncateSync(file(), mutated.length);
      return mutated;
    };

    it('there are settings to start with: these, or the last good ones', () => {
      fc.assert(
        fc.property(changes, (mutations) => {
          writeMutated(mutations);
          const { settings, state } = settingsOfHome(home);
          if (state !== 'good' && settings.ssoSessions[0]?.name !== 'corp') throw new Error(state);
        }),
        { numRuns: 10_000 },
      );
    });

    it('they are set aside as they are, and the person is told', () => {
      fc.assert(
        fc.property(changes, (mutations) => {
          const mutated = writeMutated(mutations);
          const { state } = settingsOfHome(home);
          const store = open();
          const kept = state === 'damaged' ? join(home, damaged()[0] ?? '') : file();
          expect(withoutMark(readFileSync(kept)).equals(withoutMark(mutated))).toBe(true);
          expect(store.notices()).toHaveLength(state === 'good' ? 0 : 1);
          for (const name of damaged()) rmSync(join(home, name));
        }),
        { numRuns: 500 },
      );
    });
  });
});
