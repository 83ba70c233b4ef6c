import { createCipheriv, createDecipheriv, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** scrypt at 128 MiB and about half a second: what guessing one passphrase costs. */
const cost = { N: 131_072, r: 8, p: 1 };
const scryptMemory = 192 * 1024 * 1024;
const cipherName = 'aes-256-gcm';
const tagBytes = 16;

const base64 = (bytes: number) =>
  z.base64().refine((text) => Buffer.from(text, 'base64').length === bytes, { error: `not ${bytes} bytes` });

/** The first line of a sealed text, readable by anyone and held fast by the seal (associated data). */
const header = z.strictObject({
  version: z.literal(1),
  kdf: z.literal('scrypt'),
  N: z.literal(cost.N),
  r: z.literal(cost.r),
  p: z.literal(cost.p),
  salt: base64(16),
  /** Second half of what scrypt gives: tells a wrong passphrase from a damaged text. */
  check: base64(32),
  cipher: z.literal(cipherName),
  nonce: base64(12),
});

export interface SealKey {
  readonly salt: Buffer;
  readonly check: Buffer;
  readonly key: Buffer;
}

/** A key for a new passphrase, under a salt of its own. */
export function newSealKey(passphrase: string): Promise<SealKey> {
  return derive(passphrase, randomBytes(16));
}

/**
 * The key that opens `sealed`, or undefined when the passphrase is another one.
 * @throws Error when `sealed` has no header that can be read
 */
export async function sealKeyOf(sealed: string, passphrase: string): Promise<SealKey | undefined> {
  const { salt, check } = parseSealed(sealed);
  const derived = await derive(passphrase, Buffer.from(salt, 'base64'));
  return timingSafeEqual(derived.check, Buffer.from(check, 'base64')) ? derived : undefined;
}

/** A fresh nonce each time: one key seals billions of texts before two nonces may meet. */
export function seal({ salt, check, key }: SealKey, text: string): string {
  const nonce = randomBytes(12);
  const line = JSON.stringify({
    ...{ version: 1, kdf: 'scrypt', ...cost },
    ...{ salt: salt.toString('base64'), check: check.toString('base64') },
    ...{ cipher: cipherName, nonce: nonce.toString('base64') },
  } satisfies z.infer<typeof header>);
  const cipher = createCipheriv(cipherName, key, nonce).setAAD(Buffer.from(line));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${line}\n${body.toString('base64')}\n`;
}

/** @throws Error when one bit of `sealed` is not as it was sealed under `key` */
export function unseal({ key }: SealKey, sealed: string): string {
  const { line, nonce, body } = parseSealed(sealed);
  const bytes = Buffer.from(body, 'base64');
  const decipher = createDecipheriv(cipherName, key, Buffer.from(nonce, 'base64'), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(line)).setAuthTag(bytes.subarray(-tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()]).toString('utf8');
}

/** @throws Error when there is no header of a version that is known */
export function parseSealed(sealed: string) {
  const [line = '', body = ''] = sealed.split('\n');
  return { ...header.parse(JSON.parse(line)), line, body };
}

function derive(passphrase: string, salt: Buffer): Promise<SealKey> {
  return new Promise((resolve, reject) => {
    // One form of é, however the keyboard made it.
    scrypt(passphrase.normalize('NFKC'), salt, 64, { ...cost, maxmem: scryptMemory }, (error, derived) => {
      if (error) reject(error);
      else resolve({ salt, key: derived.subarray(0, 32), check: derived.subarray(32) });
    });
  });
}
