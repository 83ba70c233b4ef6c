import { bestOf, nowhere, out, type Asked } from './searchAsked.ts';
import { alone, distanceIn, farthest, gone, nothing, type Hits, type Left } from './searchHits.ts';
import type { SearchIndex } from './searchIndex.ts';
import type { Otherwise } from './searchOtherwise.ts';

export interface Alone {
  /** By row, how far those of the kin are that were asked about. */
  readonly rows: () => Left;
  /** `alone`, or 0 where nothing is left. `shared`: how far what its rows share is. */
  readonly leftOf: (kin: number, shared: number) => number;
}

/** What a word leaves of kin that are like no other, row by row. */
export function createAlone(index: SearchIndex, hits: Hits, asked: Asked, otherwise: Otherwise): Alone {
  const { kinEnds, kinRoles, roleLists } = index;
  let rows = nothing;
  return {
    rows: () => rows,
    leftOf(kin, shared) {
      const begin = kinEnds[kin - 1] ?? 0;
      const its = roleLists[kinRoles[kin] ?? 0]?.fields ?? [];
      if (rows === nothing) rows = new Uint16Array(index.rows.length);
      otherwise.begin(kin);
      let left = 0;
      for (let at = 0; at < its.length; at += 1) {
        const row = begin + at;
        const was = distanceIn(hits, kin, at, row);
        let best = was === gone ? out : Math.min(shared, bestOf(asked, its[at] ?? none));
        if (best === nowhere) best = otherwise.ofRow(row);
        rows[row] = best >= out ? gone : Math.min(farthest, was + best);
        if (best < out) left = alone;
      }
      return left;
    },
  };
}

const none = new Uint32Array();
