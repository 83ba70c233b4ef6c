import { expect, it } from 'vitest';
import { directionOf } from '../../src-renderer/directionOf.ts';
import { inOrder } from '../../src-renderer/inOrder.ts';

it.each([
  ['payments', 'ltr'],
  ['12-دفع prod', 'rtl'],
  ['חשבון payments 2', 'rtl'],
  ['prod חשבון', 'ltr'],
  ['0123-4567-8901', 'ltr'],
] as const)('the first letter of “%s” says that it reads %s', (name, direction) => {
  expect(directionOf(name)).toBe(direction);
});

it('account and role stay in this order, whichever script they are in', () => {
  expect(inOrder('payments / Admin')).toBe('payments / Admin');
  expect(inOrder('دفع / مدير')).toBe('\u2068دفع\u2069 / \u2068مدير\u2069');
  expect(inOrder('חשבון 2 / Admin')).toBe('\u2068חשבון 2\u2069 / \u2068Admin\u2069');
});
