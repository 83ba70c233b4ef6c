import { createHash, randomBytes } from 'node:crypto';
import type { Random, Sha256 } from '../core/ports.ts';

export const nodeRandom: Random = { token: (bytes) => randomBytes(bytes).toString('base64url') };

export const sha256: Sha256 = (text) => {
  const digest = createHash('sha256').update(text).digest();
  return { hex: digest.toString('hex'), base64url: digest.toString('base64url') };
};
