import { expect, it } from 'vitest';
import { createOtherwise } from '../../src-main/core/searchOtherwise.ts';
import type { SearchTest } from '../../src-main/core/searchTest.ts';
import { fc } from '../support/fc.ts';

/** By row, which of two tests it fits first; 2: none. */
const fits = fc.integer({ min: 0, max: 2 });

function numberOf(rows: readonly number[]): number | undefined {
  const only = (nth: number): SearchTest => ({ ofKin: () => 'perhaps', ofRow: (row) => rows[row] === nth });
  const otherwise = createOtherwise([
    { test: only(0), distance: 0 },
    { test: only(1), distance: 3 },
  ]);
  otherwise.begin(0);
  return otherwise.fitsOf(0, [...rows.keys()]);
}

it('which tests the rows of an account fit is told from any other by its number', () => {
  const rows = fc.integer({ min: 1, max: 33 }).chain((length) => {
    const some = fc.array(fits, { minLength: length, maxLength: length });
    return fc.tuple(some, fc.nat({ max: length - 1 }), fits, fc.nat({ max: length - 1 }), fits);
  });
  fc.assert(
    fc.property(rows, ([some, at, its, also, other]) => {
      const others = some.with(at, its).with(also, other);
      const isSame = some.join() === others.join();
      expect(numberOf(others) === numberOf(some)).toBe(isSame);
    }),
  );
});

it('there is no number for more rows than one can tell apart', () => {
  expect(numberOf(Array.from({ length: 33 }, () => 2))).toBeLessThan(2 ** 53);
  expect(numberOf(Array.from({ length: 34 }, () => 2))).toBeUndefined();
});
