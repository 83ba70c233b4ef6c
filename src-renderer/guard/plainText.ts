/**
 * Text of somebody else's making as it is: what would not be seen, would end a line or turn the text around is written
 * as its number, so that no two names look alike.
 */
export function plainText(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\u115f\u1160\u3164\uffa0\u2800]|(?! )\p{Zs}/gu,
    (letter) => `‹U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`,
  );
}
