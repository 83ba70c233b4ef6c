import { rightToLeft } from './rightToLeft.ts';

/**
 * The direction of a name by its first letter, as `<bdi>` finds it; but Chromium does not look again when a row of the
 * list becomes that of another profile.
 */
export function directionOf(name: string): 'ltr' | 'rtl' {
  const letter = /\p{L}/u.exec(name)?.[0] ?? '';
  return rightToLeft.test(letter) ? 'rtl' : 'ltr';
}
