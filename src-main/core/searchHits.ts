import type { SearchIndex } from './searchIndex.ts';

/**
 * The rows that words have left, by kin: 50,000 rows are 5,000 accounts, most of which have the same roles and are as
 * far from the words as others. A letter that comes by each account alone takes half of what one takes that comes by
 * each row, and leaves what the page draws with in the processor's cache.
 */
export interface Hits {
  /** What is left of each kin: index into `lefts`, or `alone`. */
  readonly ofKin: Uint32Array;
  /** What is left of kin that are alike; the first is nothing. */
  readonly lefts: readonly Left[];
  /** By row, what is left of the kin that are like no other. */
  readonly rows: Left;
}

/** How far each row is from the words, in the order of the rows: 0 best, `gone` where a word does not fit. */
export type Left = Uint16Array;

export const alone = 4_294_967_295;
export const gone = 65_535;
export const farthest = 4_095;
export const nothing: Left = new Uint16Array();

/** Every row, or those that `among` says yes to by their index. */
export function hitsAmong(index: SearchIndex, among?: (row: number) => boolean): Hits {
  const { kinAlone, kinEnds, kinRoles, roleLists } = index;
  const lefts = [nothing, ...roleLists.map(({ length }) => new Uint16Array(length))];
  const all = {
    ofKin: kinRoles.map((list, kin) => (kinAlone[kin] === 1 ? alone : list + 1)),
    lefts,
    rows: kinAlone.includes(1) ? new Uint16Array(index.rows.length) : nothing,
  };
  if (among === undefined) return all;
  const { ofKin, rows } = hitsAtDistances(index, all, (row) => (among(row) ? 0 : gone));
  const isWhole = (kin: number): boolean =>
    !rows.subarray(kinEnds[kin - 1] ?? 0, kinEnds[kin]).includes(gone);
  return {
    ofKin: ofKin.map((left, kin) => (left === alone && isWhole(kin) ? (all.ofKin[kin] ?? 0) : left)),
    lefts,
    rows,
  };
}

/** The same rows at other distances: what `of` says of each, by its index. */
export function hitsAtDistances(
  { kinEnds, rows: { length } }: SearchIndex,
  hits: Hits,
  of: (row: number) => number,
): Hits {
  const [ofKin, rows] = [new Uint32Array(hits.ofKin.length), new Uint16Array(length)];
  for (let kin = 0; kin < ofKin.length; kin += 1) {
    if (hits.ofKin[kin] === 0) continue;
    const begin = kinEnds[kin - 1] ?? 0;
    for (let row = begin; row < (kinEnds[kin] ?? 0); row += 1) {
      rows[row] = distanceIn(hits, kin, row - begin, row) === gone ? gone : of(row);
      if (rows[row] !== gone) ofKin[kin] = alone;
    }
  }
  return { ofKin, lefts: [nothing], rows };
}

/** @param at of the row in its kin */
export function distanceIn({ ofKin, lefts, rows }: Hits, kin: number, at: number, row: number): number {
  const its = ofKin[kin] ?? 0;
  return (its === alone ? rows[row] : lefts[its]?.[at]) ?? gone;
}

/** Those of kin of which the others have left something. */
export function hitsWithin(hits: Hits, others: Hits): Hits {
  const ofKin = hits.ofKin.slice();
  for (let kin = 0; kin < ofKin.length; kin += 1) if (others.ofKin[kin] === 0) ofKin[kin] = 0;
  return { ...hits, ofKin };
}

/** Whether more rows than so many are left. */
export function hasMoreHits({ kinEnds }: SearchIndex, hits: Hits, than: number): boolean {
  let count = 0;
  for (let kin = 0; kin < kinEnds.length && count <= than; kin += 1) {
    if (hits.ofKin[kin] === 0) continue;
    const begin = kinEnds[kin - 1] ?? 0;
    for (let row = begin; row < (kinEnds[kin] ?? 0); row += 1)
      if (distanceIn(hits, kin, row - begin, row) !== gone) count += 1;
  }
  return count > than;
}
