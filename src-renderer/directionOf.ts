const rightToLeft =
  /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/**
 * The direction of a name by its first letter, as `<bdi>` finds it; but Chromium does not look again when a row of the
 * list becomes that of another profile.
 */
export function directionOf(name: string): 'ltr' | 'rtl' {
  return rightToLeft.test(name) ? 'rtl' : 'ltr';
}
