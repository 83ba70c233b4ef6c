import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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

describe('the rows', () => {
  const [one, other, third] = ['a', 'b', 'c'].map((name) => profileRow(name, 'Admin'));
  const chunk = (version: string, from: number, total: number, rows = [one!]) =>
    ({ kind: 'rows', version, from, total, rows }) as const;

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
