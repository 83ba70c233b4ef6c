import { describe, expect, it } from 'vitest';
import { atOnce } from '../../../src-renderer/inTurns.ts';
import { accountGroups } from '../../../src-renderer/profiles/accountGroups.ts';
import { arranging } from '../../../src-main/core/profiles/arranging.ts';
import { anchoredTop } from '../../../src-renderer/profiles/anchor.ts';
import { layOut, linesAtMost, linesDrawn, scrolledTo, topOf } from '../../../src-renderer/profiles/layout.ts';
import { createTurn } from '../../../src-renderer/profiles/turn.ts';
import { profileRow } from '../support/profileRow.ts';

const heights = { row: 40, header: 30 };
const team = (at: number) => [profileRow(`team-${at}`, 'Admin'), profileRow(`team-${at}`, 'ReadOnly')];
const teams = (numbers: readonly number[]) =>
  layOut(accountGroups(atOnce(arranging(numbers.flatMap(team)))), heights);
const upTo = (end: number) => Array.from({ length: end }, (_, at) => at);

describe('the list', () => {
  it('counts headers as lines of the grid', () => {
    const { groups, lines, height, rows } = teams([1, 2]);
    expect(groups.map(({ firstLine, firstRow, top }) => [firstLine, firstRow, top])).toEqual([
      [1, 0, 0],
      [4, 2, 110],
    ]);
    expect([lines, height, rows.length]).toEqual([6, 220, 4]);
  });

  it('draws what is in sight, and nothing far from it', () => {
    const layout = teams(upTo(1_000));
    for (const top of [50_000, 50_015, 50_031, 50_109]) {
      const drawn = linesDrawn(layout, top, 400);
      expect(drawn[0]!.top).toBeLessThanOrEqual(top);
      expect(drawn.at(-1)!.top + heights.header).toBeGreaterThanOrEqual(top + 400);
      expect(drawn).toHaveLength(linesAtMost(layout, 400));
    }
    expect(linesAtMost(layout, 400)).toBeLessThan(25);
  });

  it('draws, of what is found, ten rows in sight and at most seven beyond, at the top none', () => {
    const { rows } = teams(upTo(1_000));
    const found = layOut({ rows, groups: [{ account: null, count: rows.length }] }, heights);
    for (const top of [0, 50_000, 50_015, found.height - 400]) {
      const drawn = linesDrawn(found, top, 400);
      expect(drawn[0]!.top).toBeLessThanOrEqual(top);
      expect(drawn.at(-1)!.top + heights.row).toBeGreaterThanOrEqual(top + 400);
      expect(drawn.length).toBeLessThanOrEqual(17);
      expect(linesAtMost(found, 400)).toBe(17);
    }
    expect(linesDrawn(found, 0, 400)).toHaveLength(10);
  });

  it('draws the first and the last row at the ends', () => {
    const layout = teams(upTo(100));
    expect(linesDrawn(layout, 0, 200)[0]).toMatchObject({ inGroup: -1, line: 1, top: 0, gap: 0 });
    const last = linesDrawn(layout, layout.height - 200, 200).at(-1)!;
    expect(last).toMatchObject({ inGroup: 1, line: 300, top: layout.height - heights.row });
  });

  it('draws each line where it is, headers as far apart as they stand', () => {
    const layout = teams(upTo(100));
    const drawn = linesDrawn(layout, 1_100, 200);
    const headers = drawn.filter(({ inGroup }) => inGroup === -1);
    expect(drawn.map(({ line }) => line)).toEqual(drawn.map((_, at) => drawn[0]!.line + at));
    for (const { group, inGroup, top } of drawn)
      expect(top).toBe(inGroup === -1 ? group.top : topOf(layout, group.firstRow + inGroup));
    expect(headers.slice(1).map(({ gap }) => gap)).toEqual(headers.slice(1).map(() => 2 * heights.row));
  });

  it('fills the elements of lines that went with those that came, and turns none where most is new', () => {
    const turnTo = createTurn();
    const places = (first: number) => upTo(6).map((at) => (turnTo(first, 6) + at) % 6);
    expect(places(1)).toEqual([1, 2, 3, 4, 5, 0]);
    expect(places(3)).toEqual([3, 4, 5, 0, 1, 2]);
    expect(places(2)).toEqual([2, 3, 4, 5, 0, 1]);
    expect(places(500)).toEqual([2, 3, 4, 5, 0, 1]);
  });

  it('scrolls no further than needed to show a row whole, below the header that sticks', () => {
    const layout = teams(upTo(100));
    const at = 20;
    const top = topOf(layout, at);
    expect(scrolledTo(layout, at, top - 100, 300)).toBe(top - 100);
    expect(scrolledTo(layout, at, top + 10, 300)).toBe(top - 30);
    expect(scrolledTo(layout, at, 0, 300)).toBe(top + 40 - 300);
  });
});

describe('when other rows come', () => {
  const before = teams(upTo(50).map((at) => at * 2 + 1));
  const after = teams(upTo(100));
  const inSight = (layout: typeof before, id: string, top: number) =>
    topOf(
      layout,
      layout.rows.findIndex((row) => row.id === id),
    ) - top;

  it('the first row in sight stays where it is', () => {
    const top = topOf(before, 31) - 7;
    const { id } = before.rows.at(31)!;
    const moved = anchoredTop(before, after, { top, height: 300, chosenId: undefined });
    expect(moved).not.toBe(top);
    expect(inSight(after, id, moved)).toBe(7);
  });

  it('the chosen row stays where it is while it is in sight', () => {
    const top = topOf(before, 30);
    const { id } = before.rows.at(33)!;
    const moved = anchoredTop(before, after, { top, height: 400, chosenId: id });
    expect(inSight(after, id, moved)).toBe(inSight(before, id, top));
  });

  it('a list at its top stays there', () => {
    expect(anchoredTop(before, after, { top: 0, height: 300, chosenId: undefined })).toBe(0);
  });

  it('nothing moves where the row is gone', () => {
    const fewer = teams([1]);
    expect(anchoredTop(before, fewer, { top: 500, height: 300, chosenId: undefined })).toBe(500);
  });
});
