import { createAlike } from './searchAlike.ts';
import { createAlone } from './searchAlone.ts';
import { bestOf, createAsked, type Asked } from './searchAsked.ts';
import { alone, type Hits } from './searchHits.ts';
import type { SearchIndex } from './searchIndex.ts';
import { createOtherwise, type Tests } from './searchOtherwise.ts';

/** How far a row is: its best field decides, and of one without any the first of the tests that it fits. */
export interface Keeping {
  readonly ofField: (field: number) => number;
  readonly tests?: Tests;
}

export interface Kept extends Hits {
  readonly asked: Asked;
}

/** Keeps the rows that have the word. What those of a kin share is asked once: every kin comes by with each letter. */
export function keepBy(index: SearchIndex, hits: Hits, { ofField, tests = [] }: Keeping): Kept {
  const { starts, items } = index.kinFields;
  const asked = createAsked(index.fields.length, ofField);
  const otherwise = createOtherwise(tests);
  const alike = createAlike(index, hits, asked, otherwise);
  const others = createAlone(index, hits, asked, otherwise);
  const ofKin = new Uint32Array(hits.ofKin.length);
  for (let kin = 0; kin < ofKin.length; kin += 1) {
    const left = hits.ofKin[kin] ?? 0;
    if (left === 0) continue;
    const shared = bestOf(asked, items, starts[kin], starts[kin + 1]);
    ofKin[kin] = (left === alone ? undefined : alike.leftOf(kin, shared)) ?? others.leftOf(kin, shared);
  }
  return { ofKin, lefts: alike.lefts, rows: others.rows(), asked };
}
