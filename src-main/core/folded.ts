/** Letters one by one (é), however they were typed: macOS hands out e and an accent. */
export function composed(text: string): string {
  return isPlain(text) ? text : text.normalize('NFC');
}

/**
 * Text as it is searched: lower case without a locale, the Turkish i as any other, one sigma. A composed text keeps its
 * length, so that what was found can be marked in it.
 */
export function folded(text: string): string {
  if (isPlain(text)) return text.toLowerCase();
  // Lower-cased, İ would become two characters.
  return composed(text).replaceAll('İ', 'i').toLowerCase().replaceAll('ı', 'i').replaceAll('ς', 'σ');
}

function isPlain(text: string): boolean {
  return !/[^\x20-\x7e]/.test(text);
}
