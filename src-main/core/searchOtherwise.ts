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
  /** Of these behind `first`, by their place in the kin; undefined where they are not all as far. */
  readonly ofRows: (first: number, places: readonly number[]) => number | undefined;
}

export function createOtherwise(tests: Tests): Otherwise {
  const answers: Answer[] = [];
  const ofRow: Otherwise['ofRow'] = (row) => {
    for (let at = 0; at < tests.length; at += 1)
      if (answers[at] === 'yes' || (answers[at] === 'perhaps' && tests[at]?.test.ofRow(row) === true))
        return tests[at]?.distance ?? nowhere;
    return nowhere;
  };
  return {
    any: tests.length > 0,
    begin(kin) {
      for (let at = 0; at < tests.length; at += 1) answers[at] = tests[at]?.test.ofKin(kin) ?? 'no';
    },
    ofRow,
    ofRows(first, places) {
      const distance = ofRow(first + (places[0] ?? 0));
      if (!answers.includes('perhaps')) return distance;
      for (let at = 1; at < places.length; at += 1)
        if (ofRow(first + (places[at] ?? 0)) !== distance) return undefined;
      return distance;
    },
  };
}
