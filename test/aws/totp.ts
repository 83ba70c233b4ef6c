import { createHmac } from 'node:crypto';
import { base32 } from './base32.ts';

export const totpStepMilliseconds = 30_000;

/** RFC 6238 as AWS uses it: HMAC-SHA-1, six digits, 30-second steps from the epoch. `at` is epoch milliseconds. */
export function totp(seed: string, at: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / totpStepMilliseconds)));
  const digest = createHmac('sha1', base32.decode(seed)).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 15;
  const code = (digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000;
  return String(code).padStart(6, '0');
}
