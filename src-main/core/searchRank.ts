import { alone, distanceIn, gone, type Hits } from './searchHits.ts';
import type { SearchIndex } from './searchIndex.ts';

/** Rows by their index in the list that was searched, best match first. */
export interface Places {
  readonly length: number;
  /** @param at 0 or more */
  at(at: number): number | undefined;
  findIndex(is: (row: number) => boolean): number;
}

/** More than a window shows. Where somebody looks further, all are put in order. */
const top = 100;
/** A key, and behind it a row's index: numbers that are sorted as the rows are. */
const behindKey = 2 ** 32;

/** Best first, then by `before` (0 to 15, a number for each row), then as they came. */
export function createRanking(index: SearchIndex): (hits: Hits, before?: Uint8Array) => Places {
  let [known, steps] = [undefined as Uint8Array | undefined, stepsOf(index)];
  return (hits, before) => {
    if (before !== known) [known, steps] = [before, stepsOf(index, before)];
    return placesOf(keyed(index, hits, steps));
  };
}

/** What decides between equally good rows. */
interface Steps {
  /** Of every row of kin that are not said to differ. */
  readonly usual: number;
  /** 1 for a kin with a row that has another. */
  readonly differs: Uint8Array;
  readonly of: (row: number) => number;
}

function stepsOf({ kinEnds }: SearchIndex, before?: Uint8Array): Steps {
  if (before === undefined) return { usual: 0, differs: new Uint8Array(kinEnds.length), of: () => 0 };
  const usual = before.reduce((most, one) => Math.max(most, one), 0);
  const differs = Uint8Array.from(kinEnds, (end, kin) =>
    Number(before.subarray(kinEnds[kin - 1] ?? 0, end).some((one) => one !== usual)),
  );
  return { usual, differs, of: (row) => before[row] ?? 0 };
}

/** The rows that are left, kin by kin. A key says how good a row is: 0 best. */
interface Keyed {
  readonly kin: number;
  /** How many rows have each key. */
  readonly counts: ReadonlyMap<number, number>;
  /** No row of the kin has a lower key; of none that is left it is beyond all. */
  readonly leastOf: (kin: number) => number;
  readonly eachOf: (kin: number, visit: (row: number, key: number) => void) => void;
}

function keyed({ kinEnds }: SearchIndex, hits: Hits, { usual, differs, of }: Steps): Keyed {
  const { ofKin, lefts } = hits;
  const eachOf: Keyed['eachOf'] = (kin, visit) => {
    const begin = kinEnds[kin - 1] ?? 0;
    for (let row = begin; row < (kinEnds[kin] ?? 0); row += 1) {
      const distance = distanceIn(hits, kin, row - begin, row);
      if (distance !== gone) visit(row, distance * 16 + of(row));
    }
  };
  const counts = new Map<number, number>();
  const count = (key: number, more: number): void => {
    counts.set(key, (counts.get(key) ?? 0) + more);
  };
  const countOne = (_row: number, key: number): void => {
    count(key, 1);
  };
  const alike = new Uint32Array(lefts.length);
  for (let kin = 0; kin < ofKin.length; kin += 1) {
    const left = ofKin[kin] ?? 0;
    if (left !== alone && differs[kin] === 0) alike[left] = (alike[left] ?? 0) + 1;
    else if (left !== 0) eachOf(kin, countOne);
  }
  lefts.forEach((left, its) => {
    const kin = alike[its] ?? 0;
    if (kin > 0) for (const distance of left) if (distance !== gone) count(distance * 16 + usual, kin);
  });
  const leasts = lefts.map((left) => left.reduce((least, one) => Math.min(least, one), gone));
  const leastOf = (kin: number): number => {
    const left = ofKin[kin] ?? 0;
    return left === alone ? 0 : (leasts[left] ?? gone) * 16 + (differs[kin] === 0 ? usual : 0);
  };
  return { kin: ofKin.length, counts, leastOf, eachOf };
}

function placesOf(found: Keyed): Places {
  const length = [...found.counts.values()].reduce((sum, count) => sum + count, 0);
  let order: Uint32Array = new Uint32Array();
  const upTo = (count: number): Uint32Array => {
    if (order.length < count) order = firstOf(found, count > top ? length : Math.min(top, length));
    return order;
  };
  return {
    length,
    at: (at) => (at < length ? upTo(at + 1)[at] : undefined),
    findIndex(is) {
      const first = upTo(1).findIndex(is);
      return first === -1 ? upTo(length).findIndex(is) : first;
    },
  };
}

/** The best `wanted` rows. */
function firstOf({ kin: all, counts, leastOf, eachOf }: Keyed, wanted: number): Uint32Array {
  let [most, room] = [-1, wanted];
  for (const [key, count] of [...counts].sort(([a], [b]) => a - b)) {
    most = key;
    if (count >= room) break;
    room -= count;
  }
  // Of the last key there is room for the first few rows alone.
  const found = new Float64Array(wanted);
  let at = 0;
  for (let kin = 0; kin < all; kin += 1) {
    const least = leastOf(kin);
    if (least > most || (least === most && room === 0)) continue;
    eachOf(kin, (row, key) => {
      if (key > most || (key === most && room === 0)) return;
      if (key === most) room -= 1;
      found[at] = key * behindKey + row;
      at += 1;
    });
  }
  return Uint32Array.from(found.sort(), (one) => one % behindKey);
}
