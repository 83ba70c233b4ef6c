import type { ListedProfile } from '../../src-main/contract.ts';
import type { Group, Grouped, Rows } from './accountGroups.ts';

/** Pixels. */
export interface Heights {
  readonly row: number;
  readonly header: number;
}

export interface PlacedGroup extends Group {
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
  readonly rows: Rows;
  readonly heights: Heights;
  readonly height: number;
  /** Rows and headers. */
  readonly lines: number;
}

export function layOut({ rows, groups }: Grouped, heights: Heights): Layout {
  const placed: PlacedGroup[] = [];
  let [top, firstRow, firstLine] = [0, 0, 1];
  for (const { account, count } of groups) {
    const header = account === null ? 0 : heights.header;
    const height = header + count * heights.row;
    placed.push({ account, count, top, height, header, firstRow, firstLine });
    top += height;
    firstRow += count;
    firstLine += count + (account === null ? 0 : 1);
  }
  return { groups: placed, rows, heights, height: top, lines: firstLine - 1 };
}

/** A header, or a row. */
export interface Line {
  readonly group: PlacedGroup;
  /** Of the row in its group; -1: the header. */
  readonly inGroup: number;
  /** Undefined for a header, and for a row that has not come yet. */
  readonly row: ListedProfile | undefined;
  /** `aria-rowindex`. */
  readonly line: number;
  /** Pixels from the top of the list. */
  readonly top: number;
  /** Pixels from the header that is drawn before it. */
  readonly gap: number;
}

/** Lines drawn above and below what is in sight; none below until somebody scrolls, for a letter draws all of them anew. */
const beyond = 3;

/**
 * How many lines are drawn at most, where `height` pixels are in sight: as many wherever the list is scrolled to, and
 * fewer of what is found, which has no headers.
 */
export function linesAtMost({ groups, heights: { row, header } }: Layout, height: number): number {
  const least = groups.some(({ account }) => account !== null) ? Math.min(row, header) : row;
  return Math.ceil(height / least) + 1 + 2 * beyond;
}

/** What to draw of a list scrolled to `top`, in pixels as `height` is, the header that sticks there not counted. */
export function linesDrawn(layout: Layout, top: number, height: number): readonly Line[] {
  const first = lineAt(layout, top) - beyond;
  const from = Math.max(0, first);
  // At the top no line is cut in two, either.
  const spare = top === 0 ? beyond + 1 : 0;
  const to = Math.min(layout.lines, first + linesAtMost(layout, height) - spare);
  const lines: Line[] = [];
  let at = lastWith(layout.groups, ({ firstLine }) => firstLine - 1 <= from);
  let headerEnd = 0;
  for (let line = from + 1; line <= to; line += 1) {
    let group = layout.groups[at];
    if (group !== undefined && line >= group.firstLine + linesOf(group)) group = layout.groups[(at += 1)];
    if (group === undefined) break;
    const inGroup = line - group.firstLine - (group.account === null ? 0 : 1);
    const top = inGroup === -1 ? group.top : topIn(layout, group, inGroup);
    const row = inGroup === -1 ? undefined : layout.rows.at(group.firstRow + inGroup);
    lines.push({ group, inGroup, row, line, top, gap: group.top - headerEnd });
    headerEnd = group.top + group.header;
  }
  return lines;
}

/** Index of the first row of which something is below `pixel`. */
export function rowAtPixel({ groups, heights }: Layout, pixel: number): number {
  const group = groups[lastWith(groups, ({ top }) => top <= pixel)];
  return group === undefined ? 0 : group.firstRow + Math.max(0, rowIn(group, heights, pixel));
}

function rowIn({ top, header, count }: PlacedGroup, { row }: Heights, pixel: number): number {
  return Math.min(Math.floor((pixel - top - header) / row), count - 1);
}

function lineAt({ groups, heights }: Layout, pixel: number): number {
  const group = groups[lastWith(groups, ({ top }) => top <= pixel)];
  if (group === undefined) return 0;
  const headers = group.account === null ? 0 : 1;
  return group.firstLine - 1 + Math.max(0, headers + rowIn(group, heights, pixel));
}

function linesOf({ account, count }: PlacedGroup): number {
  return count + (account === null ? 0 : 1);
}

function topIn({ heights }: Layout, { top, header }: PlacedGroup, inGroup: number): number {
  return top + header + inGroup * heights.row;
}

/** Pixels from the top of the list to a row. */
export function topOf(layout: Layout, row: number): number {
  const group = layout.groups[lastWith(layout.groups, ({ firstRow }) => firstRow <= row)];
  return group === undefined ? 0 : topIn(layout, group, row - group.firstRow);
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
