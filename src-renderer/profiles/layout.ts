import type { ListedProfile } from '../../src-main/contract.ts';
import type { Group } from './accountGroups.ts';

/** Pixels. */
export interface Heights {
  readonly row: number;
  readonly header: number;
}

export interface PlacedGroup extends Group {
  readonly key: string;
  /** Pixels from the top of the list, with the header. */
  readonly top: number;
  readonly height: number;
  /** Of the header; 0 without one. */
  readonly header: number;
  /** Index of its first row among all rows. */
  readonly firstRow: number;
  /** `aria-rowindex` of its first line: headers count. */
  readonly firstLine: number;
}

/** Where everything is; every row is as high as any other, so that nothing has to be measured. */
export interface Layout {
  readonly groups: readonly PlacedGroup[];
  /** In the order they are shown. */
  readonly rows: readonly ListedProfile[];
  readonly heights: Heights;
  readonly height: number;
  /** Rows and headers. */
  readonly lines: number;
}

export function layOut(groups: readonly Group[], heights: Heights): Layout {
  const placed: PlacedGroup[] = [];
  let [top, firstRow, firstLine] = [0, 0, 1];
  for (const { account, rows } of groups) {
    const header = account === null ? 0 : heights.header;
    const height = header + rows.length * heights.row;
    placed.push({ account, rows, key: account?.id ?? '', top, height, header, firstRow, firstLine });
    top += height;
    firstRow += rows.length;
    firstLine += rows.length + (account === null ? 0 : 1);
  }
  const [only] = groups;
  const rows = groups.length === 1 && only !== undefined ? only.rows : groups.flatMap((group) => group.rows);
  return { groups: placed, rows, heights, height: top, lines: firstLine - 1 };
}

export interface VisibleGroup {
  readonly group: PlacedGroup;
  /** Rows of the group to draw, the end excluded. */
  readonly from: number;
  readonly to: number;
}

/** What to draw of a list scrolled to `top`, with a few rows more on both sides; all in pixels. */
export function visibleGroups(layout: Layout, top: number, height: number): readonly VisibleGroup[] {
  const { groups, heights } = layout;
  const beyond = 4 * heights.row;
  const [start, end] = [top - beyond, top + height + beyond];
  const visible: VisibleGroup[] = [];
  const first = Math.max(
    0,
    lastWith(groups, (group) => group.top <= start),
  );
  for (let at = first; at < groups.length; at += 1) {
    const group = groups[at];
    if (group === undefined || group.top >= end) break;
    const inGroup = (pixel: number): number => (pixel - group.top - group.header) / heights.row;
    const from = Math.max(0, Math.floor(inGroup(start)));
    const to = Math.min(group.rows.length, Math.ceil(inGroup(end)));
    visible.push({ group, from: Math.min(from, to), to: Math.max(0, to) });
  }
  return visible;
}

/** Pixels from the top of the list to a row. */
export function topOf(layout: Layout, row: number): number {
  const group = layout.groups[lastWith(layout.groups, ({ firstRow }) => firstRow <= row)];
  return group === undefined ? 0 : group.top + group.header + (row - group.firstRow) * layout.heights.row;
}

/** Where to scroll so that a row is seen whole, below the header that sticks to the top, with its own where it is first. */
export function scrolledTo(layout: Layout, row: number, top: number, height: number): number {
  const rowTop = topOf(layout, row);
  const header = layout.groups[0]?.header ?? 0;
  if (rowTop - header < top) return Math.max(0, rowTop - header);
  return Math.max(top, rowTop + layout.heights.row - height);
}

/** Index of the last element that fits, where all that fit come first; -1: none does. */
function lastWith<Of>(of: readonly Of[], fits: (one: Of) => boolean): number {
  let [low, high] = [0, of.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(of[middle] as Of)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
