import { createHash, randomBytes, randomInt } from 'node:crypto';
import { base32 } from './base32.ts';

/**
 * A key id as AWS makes them: `AKIA` for long-term keys, `ASIA` for temporary ones, and the account inside:
 * 2^47, the account shifted by 7, then random bits.
 */
export function accessKeyId(prefix: 'AKIA' | 'ASIA', accountId: string): string {
  const bytes = randomBytes(10);
  const owner = 2 ** 47 + Number(accountId) * 128 + randomInt(128);
  bytes.writeUIntBE(owner, 0, 6);
  return prefix + base32.encode(bytes);
}

/** `AROA…` and `AIDA…`: the same for the same ARN as long as the stand-in's organisation is. */
export function uniqueId(prefix: 'AROA' | 'AIDA', arn: string): string {
  return prefix + base32.encode(createHash('sha256').update(arn).digest()).slice(0, 17);
}

export const secretAccessKey = (): string => randomBytes(30).toString('base64');

/** About 1 kB. Its length is not fixed and it holds `/`, `+` and `=`. */
export const sessionToken = (): string => `IQoJb3JpZ2luX2Vj${awkwardBase64(700)}`;

/** `aoa…` is an access token, `aor…` a refresh token: a body, a colon, a DER signature in base64. */
export const ssoToken = (prefix: 'aoa' | 'aor'): string =>
  `${prefix}AAAAA${randomBytes(180).toString('base64url')}:${awkwardBase64(71)}`;

/** 64 random bytes, 86 characters. */
export const deviceCode = (): string => randomBytes(64).toString('base64url');

/** 16 random bytes followed by the region's name, base64url. */
export const clientId = (region: string): string =>
  Buffer.concat([randomBytes(16), Buffer.from(region)]).toString('base64url');

/** Two groups of four letters; vowels left out so that no words appear. */
export function userCode(): string {
  const letters = Array.from({ length: 8 }, () => 'BCDFGHJKLMNPQRSTVWXZ'.charAt(randomInt(20))).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** Always with the three characters that break a URL when a client forgets to encode them. */
function awkwardBase64(bytes: number): string {
  for (;;) {
    const text = randomBytes(bytes).toString('base64');
    if (['/', '+', '='].every((character) => text.includes(character))) return text;
  }
}
