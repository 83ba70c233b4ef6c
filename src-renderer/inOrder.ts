import { rightToLeft } from './rightToLeft.ts';

/**
 * `account / role` that stays in this order where one of them is written from right to left: each is isolated, as by
 * `<bdi>`. Whatever shows it reads from left to right.
 */
export function inOrder(words: string): string {
  if (!rightToLeft.test(words)) return words;
  return words
    .split(' / ')
    .map((name) => `\u2068${name}\u2069`)
    .join(' / ');
}
