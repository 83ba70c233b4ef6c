/** Names are an administrator's, or a program's: nothing in one may end a line or turn the text around. */
export function plainName(name: string): string {
  return name.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
}
