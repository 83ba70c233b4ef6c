import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ListedProfile } from '../../src-main/contract.ts';
import { packRows } from '../../src-main/core/packedRows.ts';
import type { Feed } from '../../src-main/desk/feed.ts';
import { keepList } from '../../src-main/shell/keepList.ts';
import { createKeptList } from '../../src-main/shell/keptList.ts';
import { createHandClock } from '../support/handClock.ts';
import { emptyLive } from '../support/emptyLive.ts';
import { profileRow } from '../renderer/support/profileRow.ts';
import { until } from '../support/until.ts';

let home: string;
const kept = () => join(home, 'state', 'shown-rows');
const change = (source: string) => {
  writeFileSync(join(home, source), `{"at":${Math.random()}}`);
};

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lk-kept-'));
  mkdirSync(join(home, 'state'));
  change('settings.json');
  change('state/account-roles.json');
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

describe('the list that the window showed last', () => {
  it('is there at the next start, for its owner alone to read', async () => {
    const list = createKeptList(home);
    const rows = { screen: { rows: '[1]', total: 3, accounts: 2 }, texts: ['one', 'zwei – ü'] };
    await list.write(list.stamp(), rows);
    expect(await createKeptList(home).read()).toEqual(rows);
    expect(statSync(kept()).mode & 0o777).toBe(0o600);
  });

  it.each([
    'settings.json',
    'state/account-roles.json',
    'state/deliveries.json',
    'state/federated-roles.json',
  ])('is not shown once %s is another', async (source) => {
    const list = createKeptList(home);
    const rows = { screen: undefined, texts: ['one'] };
    await list.write(list.stamp(), rows);
    change(source);
    expect(await list.read()).toBeUndefined();
    await list.restamp(list.stamp());
    expect(await list.read()).toEqual(rows);
  });

  it('has its top at hand before the rest of it is read, under the same conditions', async () => {
    const list = createKeptList(home);
    const screen = { rows: `["${'row '.repeat(10_000)}"]`, total: 3, accounts: 2 };
    await list.write(list.stamp(), { screen, texts: ['x'.repeat(1_000_000)] });
    expect(await list.readScreen()).toEqual(screen);
    const whole = readFileSync(kept(), 'latin1');
    writeFileSync(kept(), whole.replace('"row', '"Row'), 'latin1');
    expect(await list.readScreen()).toBeUndefined();
    expect(await list.read()).toBeUndefined();
    writeFileSync(kept(), whole, 'latin1');
    change('settings.json');
    expect(await list.readScreen()).toBeUndefined();
  });

  it('may be short or empty, and has no top then', async () => {
    const list = createKeptList(home);
    for (const texts of [[], ['["one"]']]) {
      await list.write(list.stamp(), { screen: undefined, texts });
      expect(await list.readScreen()).toBeUndefined();
      expect(await list.read()).toEqual({ screen: undefined, texts });
    }
  });

  it('is none where a byte of it is another', async () => {
    const list = createKeptList(home);
    await list.write(list.stamp(), { screen: undefined, texts: ['["one"]', '["two"]'] });
    const whole = readFileSync(kept(), 'latin1');
    writeFileSync(kept(), whole.replace('"two"', '"two'), 'latin1');
    expect(await list.read()).toBeUndefined();
  });

  it('is none where the file holds anything else', async () => {
    const list = createKeptList(home);
    for (const text of [undefined, '', '{}', list.stamp(), `${list.stamp()}\n\n\n\n`]) {
      if (text !== undefined) writeFileSync(kept(), text);
      expect(await list.readScreen()).toBeUndefined();
      expect(await list.read()).toBeUndefined();
    }
  });
});

describe('while the application runs the list', () => {
  function running(rows: readonly ListedProfile[]) {
    const clock = createHandClock();
    const state = { rows, changed: (): void => undefined };
    const feed = {
      rows: () => state.rows,
      live: () => emptyLive,
      onChange: (watcher: () => void) => {
        state.changed = watcher;
        return () => undefined;
      },
    } as Feed;
    const stop = new AbortController();
    keepList({ feed, list: createKeptList(home), clock, log: { write: () => undefined } }, stop.signal);
    const settle = async () => {
      for (let turn = 0; turn < 4; turn += 1) await clock.pass(1_000);
    };
    return { state, settle, stop };
  }

  it('is kept when it has been quiet, again when it is another, and stays in force when only settings changed', async () => {
    const first = [profileRow('pay', 'Admin')];
    const { state, settle, stop } = running(first);
    const read = () => createKeptList(home).read();
    state.changed();
    expect(existsSync(kept())).toBe(false);
    await settle();
    await until(async () => {
      expect(await read()).toEqual({ texts: [packRows(first)] });
    });
    change('settings.json');
    expect(await read()).toBeUndefined();
    state.changed();
    await settle();
    await until(async () => {
      expect(await read()).toEqual({ texts: [packRows(first)] });
    });
    state.rows = [profileRow('shop', 'Admin')];
    state.changed();
    await settle();
    await until(async () => {
      expect(await read()).toEqual({ texts: [packRows(state.rows)] });
    });
    stop.abort();
  });
});
