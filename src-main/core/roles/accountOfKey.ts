const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * The account that an access key belongs to, read from the key id itself: base32 from its fifth character on, the
 * account in bits 7 to 46 of the first six bytes. Undefined for ids of the older kind, which carry none.
 */
export function accountOfKey(accessKeyId: string): string | undefined {
  const text = accessKeyId.slice(4, 14);
  // Older ids have a fifth character before Q: their first bit is not set.
  if (!/^[Q-Z2-7][A-Z2-7]{9}$/.test(text) || accessKeyId.length < 20) return undefined;
  const bits = Array.from(text).reduce((sum, letter) => sum * 32n + BigInt(alphabet.indexOf(letter)), 0n);
  const firstSixBytes = bits >> 2n;
  return ((firstSixBytes & 0x7fffffffff80n) >> 7n).toString().padStart(12, '0');
}
