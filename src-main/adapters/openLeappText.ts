import { createDecipheriv, createHash } from 'node:crypto';

/**
 * Leapp’s file as JSON. It is AES-256-CBC as crypto-js makes it of a passphrase: base64 of `Salted__`, eight bytes of
 * salt and the rest, with key and vector from OpenSSL’s EVP_BytesToKey (MD5, once). Undefined where no passphrase fits.
 */
export function openLeappText(text: string, passphrases: readonly string[]): string | undefined {
  const trimmed = text.trim();
  // As somebody may have taken it out of Leapp.
  if (trimmed.startsWith('{')) return trimmed;
  const bytes = Buffer.from(trimmed, 'base64');
  if (bytes.subarray(0, 8).toString('latin1') !== 'Salted__') return undefined;
  for (const passphrase of passphrases) {
    const json = opened(bytes, passphrase);
    if (json?.trimStart().startsWith('{') === true) return json;
  }
  return undefined;
}

function opened(bytes: Buffer, passphrase: string): string | undefined {
  const salt = bytes.subarray(8, 16);
  let derived = Buffer.alloc(0);
  for (let last = Buffer.alloc(0); derived.length < 48; derived = Buffer.concat([derived, last]))
    last = createHash('md5')
      .update(Buffer.concat([last, Buffer.from(passphrase), salt]))
      .digest();
  try {
    const cipher = createDecipheriv('aes-256-cbc', derived.subarray(0, 32), derived.subarray(32, 48));
    return Buffer.concat([cipher.update(bytes.subarray(16)), cipher.final()]).toString('utf8');
  } catch {
    // Another passphrase leaves no right padding.
    return undefined;
  }
}
