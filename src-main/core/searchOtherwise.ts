import { nowhere } from './searchAsked.ts';
import type { Answer, SearchTest } from './searchTest.ts';

/** The first that a row fits says how far it is. */
export type Tests = readonly { readonly test: SearchTest; readonly distance: number }[];

/** How far rows are that have the word in no field. */
export interface Otherwise {
  /** Whether there is a test; else all are `nowhere`. */
  readonly any: boolean;
  /** Before its rows are asked about: no test is asked about a kin again for each of them. */
  readonly begin: (kin: number) => void;
  readonly ofRow: (row: number) => number;
  /** Which test each of these fits, by its place behind `first`, as one number; undefined where they are too many for one. */
  readonly fitsOf: (first: number, places: readonly number[]) => number | undefined;
}

export function createOtherwise(tests: Tests): Otherwise {
  const answers: Answer[] = [];
  /** Index of the first test that a row fits. */
  const fit = (row: number): number => {
    for (let at = 0; at < tests.length; at += 1)
      if (answers[at] === 'yes' || (answers[at] === 'perhaps' && tests[at]?.test.ofRow(row) === true))
        return at;
    return tests.length;
  };
  const most = Math.floor(53 / Math.log2(tests.length + 1));
  return {
    any: tests.length > 0,
    begin(kin) {
      for (let at = 0; at < tests.length; at += 1) answers[at] = tests[at]?.test.ofKin(kin) ?? 'no';
    },
    ofRow: (row) => tests[fit(row)]?.distance ?? nowhere,
    fitsOf(first, places) {
      if (places.length > most) return undefined;
      let fits = 0;
      for (let at = 0; at < places.length; at += 1)
        fits = fits * (tests.length + 1) + fit(first + (places[at] ?? 0));
      return fits;
    },
  };
}
