/**
 * A short name for a path, 16 hexadecimal digits: FNV-1a over its bytes, with two multipliers. It has to keep one
 * person's few homes apart, not to withstand anybody, and loading node:crypto would cost every command milliseconds.
 */
export function pathHash(path: string): string {
  const bytes = Buffer.from(path);
  return [0x01000193, 0x85ebca6b].map((multiplier) => fnv(bytes, multiplier)).join('');
}

function fnv(bytes: Uint8Array, multiplier: number): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, multiplier);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
