import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { packRows } from '../../src-main/core/packedRows.ts';
import { emptyLive } from '../support/emptyLive.ts';
import { profileList } from '../../src-renderer/profiles/profileList.svelte.ts';
import { view } from '../../src-renderer/view.svelte.ts';
import { profileRow } from './support/profileRow.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the clock of the window', () => {
  it('moves on at least twice a minute, and at once when the window is looked at again', () => {
    view.follow({ call: vi.fn(), listen: () => undefined });
    const start = view.now;
    vi.advanceTimersByTime(61_000);
    expect(view.now).toBeGreaterThanOrEqual(start + 60_000);
    vi.setSystemTime(start + 3_600_000);
    window.dispatchEvent(new Event('focus'));
    expect(view.now).toBe(start + 3_600_000);
  });
});

describe('the list of the window before', () => {
  const all = Array.from({ length: 300 }, (_, at) => profileRow(`team-${at}`, 'Admin'));
  const top = { rows: packRows(all.slice(0, 100)), total: 300, accounts: 300 };

  it('is shown by its top, as high as all of it, and answers a search only when it is whole', async () => {
    view.take({ kind: 'first-screen', screen: top });
    expect(profileList.layout.rows).toEqual(all.slice(0, 100));
    expect(profileList.layout).toMatchObject({ height: 300 * (44 + 36), lines: 600 });
    profileList.search('team-3');
    expect(profileList.selected).toBeUndefined();
    view.take({
      kind: 'kept-rows',
      texts: [packRows(all.slice(0, 150)), packRows(all.slice(150))],
    });
    expect(view.listed).toBe(false);
    const now = [...all.slice(0, 299), profileRow('team-299', 'View')];
    // Main goes on meanwhile, from the rows that are being unpacked.
    view.take({ kind: 'rows', version: 'a', from: 0, total: 300, rows: 150 });
    view.take({ kind: 'rows', version: 'a', from: 150, total: 300, rows: packRows(now.slice(150)) });
    await vi.runAllTimersAsync();
    expect(view.rows).toEqual(now);
    expect(profileList.selected?.accountName).toBe('team-3');
    profileList.search('');
    expect(profileList.layout).toMatchObject({ rows: now, height: 300 * (44 + 36) });
    view.take({ kind: 'first-screen', screen: top });
    expect(profileList.layout.rows).toEqual(now);
  });
});

it('what a push leaves as it was stays the same object, so that nothing is made of it again', () => {
  const live = { ...emptyLive, favourites: ['a.Admin'] };
  view.take({ kind: 'live', live });
  const before = view.live!;
  view.take({ kind: 'live', live: structuredClone({ ...live, region: 'eu-west-3' }) });
  expect(view.live!.region).toBe('eu-west-3');
  expect(view.live!.favourites).toBe(before.favourites);
  view.take({ kind: 'live', live: structuredClone({ ...live, favourites: ['b.Admin'] }) });
  expect(view.live!.favourites).toEqual(['b.Admin']);
});

describe('the rows', () => {
  const [one, other, third] = ['a', 'b', 'c'].map((name) => profileRow(name, 'Admin'));
  const chunk = (version: string, from: number, total: number, rows = [one!]) =>
    ({ kind: 'rows', version, from, total, rows: packRows(rows) }) as const;

  it('are replaced once all of one version are there, and never by a part', () => {
    view.take(chunk('1', 0, 1));
    view.take(chunk('2', 0, 2, [other!]));
    expect(view.rows).toEqual([one]);
    view.take(chunk('2', 1, 2, [third!]));
    expect(view.rows).toEqual([other, third]);
  });

  it('that main says are as before are taken from the list before, in its order', () => {
    view.take(chunk('5', 0, 2, [other!, one!]));
    expect(view.rows).toEqual([one, other]);
    view.take({ kind: 'rows', version: '6', from: 0, total: 3, rows: 2 });
    view.take(chunk('6', 2, 3, [third!]));
    expect(view.rows).toEqual([one, other, third]);
    const shown = view.rows;
    view.take({ kind: 'rows', version: '7', from: 0, total: 3, rows: 3 });
    expect(view.rows).toBe(shown);
  });

  it('of a large list come in turns, and the newest one is shown in the end', async () => {
    const many = Array.from({ length: 3_000 }, (_, at) => profileRow(`team-${at}`, 'Admin'));
    view.take(chunk('8', 0, 3_000, many.toReversed()));
    expect(view.rows).not.toHaveLength(3_000);
    view.take(chunk('9', 0, 2_999, many.slice(1)));
    await vi.runAllTimersAsync();
    expect(view.rows).toEqual(many.slice(1));
  });

  it('of a list that was replaced on the way are left out', () => {
    view.take(chunk('3', 0, 2, [one!]));
    view.take(chunk('4', 0, 2, [other!]));
    view.take(chunk('3', 1, 2, [third!]));
    expect(view.rows).not.toContain(one);
    view.take(chunk('4', 1, 2, [third!]));
    expect(view.rows).toEqual([other, third]);
  });
});
