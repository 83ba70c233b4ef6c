import { distanceOf, nowhere, out, type Asked } from './searchAsked.ts';
import { farthest, gone, nothing, type Hits, type Left } from './searchHits.ts';
import type { SearchIndex } from './searchIndex.ts';
import type { Otherwise } from './searchOtherwise.ts';

/** Kin of which as much was left, and whose rows share what is as far: what is left of one is left of all. */
interface AlikeKin {
  readonly was: Left;
  /** How far each row is by its fields. */
  readonly bests: Uint8Array;
  /** Places of the rows that were left and have the word in no field, where there are tests for these. */
  readonly open: readonly number[];
  /** Index of what is left of them, by `fitsOf` the open rows. */
  readonly lefts: Map<number, number>;
}

export interface Alike {
  readonly lefts: readonly Left[];
  /** Index into `lefts`; undefined where the kin is like no other. `shared`: how far what its rows share is. */
  readonly leftOf: (kin: number, shared: number) => number | undefined;
}

/** What a word leaves of kin that are like others: worked out once for all of them. */
export function createAlike(index: SearchIndex, hits: Hits, asked: Asked, otherwise: Otherwise): Alike {
  const lefts = [nothing];
  const kinLike = createKinds(index, hits, asked, otherwise.any);
  return {
    lefts,
    leftOf(kin, shared) {
      const alike = kinLike(kin, shared);
      const first = index.kinEnds[kin - 1] ?? 0;
      if (alike.open.length > 0) otherwise.begin(kin);
      const fits = alike.open.length > 0 ? otherwise.fitsOf(first, alike.open) : 0;
      if (fits === undefined) return undefined;
      const known = alike.lefts.get(fits);
      if (known !== undefined) return known;
      const left = further(alike, (at) => otherwise.ofRow(first + at));
      const place = left.every((one) => one === gone) ? 0 : lefts.push(left) - 1;
      alike.lefts.set(fits, place);
      return place;
    },
  };
}

function createKinds(
  { kinRoles, roleLists }: SearchIndex,
  hits: Hits,
  asked: Asked,
  tested: boolean,
): (kin: number, shared: number) => AlikeKin {
  const known = new Map<number, AlikeKin>();
  // Most kin are like the one before them.
  let [last, lastKey] = [undefined as AlikeKin | undefined, -1];
  const make = (kin: number, shared: number): AlikeKin => {
    const was = hits.lefts[hits.ofKin[kin] ?? 0] ?? nothing;
    const bests = Uint8Array.from(roleLists[kinRoles[kin] ?? 0] ?? [], (role) =>
      Math.min(shared, distanceOf(asked, role)),
    );
    const open = [...bests.keys()].filter((at) => tested && bests[at] === nowhere && was[at] !== gone);
    return { was, bests, open, lefts: new Map() };
  };
  return (kin, shared) => {
    const key = (hits.ofKin[kin] ?? 0) * 256 + shared;
    if (last !== undefined && key === lastKey) return last;
    last = known.get(key) ?? make(kin, shared);
    known.set(key, last);
    lastKey = key;
    return last;
  };
}

/** @param otherwise how far an open row is, by its place */
function further({ was, bests }: AlikeKin, otherwise: (at: number) => number): Left {
  return was.map((distance, at) => {
    if (distance === gone) return gone;
    const best = bests[at] === nowhere ? otherwise(at) : (bests[at] ?? nowhere);
    return best >= out ? gone : Math.min(farthest, distance + best);
  });
}
