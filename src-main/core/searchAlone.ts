import { distanceOf, nowhere, out, type Asked } from './searchAsked.ts';
import { alone, distanceIn, farthest, gone, nothing, type Hits, type Left } from './searchHits.ts';
import type { SearchIndex } from './searchIndex.ts';
import { ownName } from './searchNames.ts';
import type { Otherwise } from './searchOtherwise.ts';

export interface Alone {
  /** By row, how far those of the kin are that were asked about. */
  readonly rows: () => Left;
  /** `alone`, or 0 where nothing is left. `shared`: how far what its rows share is. */
  readonly leftOf: (kin: number, shared: number) => number;
}

/** What a word leaves of kin that are like no other, row by row. */
export function createAlone(index: SearchIndex, hits: Hits, asked: Asked, otherwise: Otherwise): Alone {
  const { kinEnds, roles, names, namings } = index;
  let rows = nothing;
  const bestOfRow = (row: number): number => {
    const best = distanceOf(asked, roles[row] ?? 0);
    return namings[row] === ownName ? Math.min(best, distanceOf(asked, names[row] ?? 0)) : best;
  };
  return {
    rows: () => rows,
    leftOf(kin, shared) {
      const begin = kinEnds[kin - 1] ?? 0;
      if (rows === nothing) rows = new Uint16Array(index.rows.length);
      otherwise.begin(kin);
      let left = 0;
      for (let row = begin; row < (kinEnds[kin] ?? 0); row += 1) {
        const was = distanceIn(hits, kin, row - begin, row);
        let best = was === gone ? out : Math.min(shared, bestOfRow(row));
        if (best === nowhere) best = otherwise.ofRow(row);
        rows[row] = best >= out ? gone : Math.min(farthest, was + best);
        if (best < out) left = alone;
      }
      return left;
    },
  };
}
