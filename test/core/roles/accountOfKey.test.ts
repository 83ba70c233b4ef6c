import { describe, expect, it } from 'vitest';
import { accountOfKey } from '../../../src-main/core/roles/accountOfKey.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The published layout backwards: bit 47 set, the account in bits 7 to 46, base32 in characters 5 to 14. */
function keyIdOf(accountId: string): string {
  let bits = ((1n << 47n) | (BigInt(accountId) << 7n)) << 2n;
  let text = '';
  for (let letter = 0; letter < 10; letter++, bits >>= 5n) text = (alphabet[Number(bits & 31n)] ?? '') + text;
  return `ASIA${text}AAAAAA`;
}

describe('the account in an access key id', () => {
  it.each(['000000000000', '000000000042', '111122223333', '999999999999'])(
    '%s is read with its zeros',
    (id) => {
      expect(accountOfKey(keyIdOf(id))).toBe(id);
    },
  );

  it('is not read from the older kind of id, which carries none', () => {
    expect(accountOfKey('AKIAEXAMPLEEXAMPLE22')).toBeUndefined();
  });

  it.each(['', 'ASIA', 'not a key id at all!'])('“%s” has none', (text) => {
    expect(accountOfKey(text)).toBeUndefined();
  });
});
