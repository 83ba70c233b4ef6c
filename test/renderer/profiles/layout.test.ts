import { describe, expect, it } from 'vitest';
import { atOnce } from '../../../src-renderer/inTurns.ts';
import { accountGroups } from '../../../src-renderer/profiles/accountGroups.ts';
import { arranging } from '../../../src-main/core/profiles/arranging.ts';
import { anchoredTop } from '../../../src-renderer/profiles/anchor.ts';
import { layOut, scrolledTo, topOf, visibleGroups } from '../../../src-renderer/profiles/layout.ts';
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
    const drawn = visibleGroups(layout, 50_000, 400);
    const first = drawn[0]!;
    const last = drawn.at(-1)!;
    expect(topOf(layout, first.group.firstRow + first.from)).toBeLessThanOrEqual(50_000);
    expect(topOf(layout, last.group.firstRow + last.to - 1) + 40).toBeGreaterThanOrEqual(50_400);
    expect(drawn.reduce((sum, { from, to }) => sum + to - from, 0)).toBeLessThan(25);
  });

  it('draws the first and the last row at the ends', () => {
    const layout = teams(upTo(100));
    expect(visibleGroups(layout, 0, 200)[0]?.from).toBe(0);
    const last = visibleGroups(layout, layout.height - 200, 200).at(-1)!;
    expect(last.group.firstRow + last.to).toBe(200);
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
    const { id } = before.rows[31]!;
    const moved = anchoredTop(before, after, { top, height: 300, chosenId: undefined });
    expect(moved).not.toBe(top);
    expect(inSight(after, id, moved)).toBe(7);
  });

  it('the chosen row stays where it is while it is in sight', () => {
    const top = topOf(before, 30);
    const { id } = before.rows[33]!;
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
