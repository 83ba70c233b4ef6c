/** keytar's own words, as a sentence. They name places and never hold a secret. */
export function keytarSaid(error: unknown): string {
  const words = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'nothing';
  return `The keychain said: ${words.replace(/\.?$/, '.')}`;
}
