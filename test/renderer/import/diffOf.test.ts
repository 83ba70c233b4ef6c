import { expect, it } from 'vitest';
import { diffOf } from '../../../src-renderer/import/diffOf.ts';

const shown = (before: readonly string[], after: readonly string[]) =>
  diffOf({ before, after }).map(({ sign, line }) => `${sign} ${line}`);

it('a difference says what stays once, and what goes and comes between', () => {
  expect(shown(['from x', 'role a', 'region r'], ['from x', 'role b', 'region r'])).toEqual([
    '= from x',
    '− role a',
    '+ role b',
    '= region r',
  ]);
  expect(shown([], ['asks first'])).toEqual(['+ asks first']);
});

it('roles that change places, and a policy that one of two roles loses, are no lines that stay', () => {
  expect(shown(['role a', 'role b'], ['role b', 'role a'])).toEqual([
    ...['− role a', '− role b'],
    ...['+ role b', '+ role a'],
  ]);
  expect(shown(['role a', 'policy p', 'role b', 'policy p'], ['role a', 'role b', 'policy p'])).toEqual([
    ...['= role a', '− policy p', '= role b', '= policy p'],
  ]);
});
