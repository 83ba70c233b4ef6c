import { randomBytes } from 'node:crypto';

/** 256 bits. Made here, so that the agent needs to know its digest only. */
export function endpointToken(): string {
  return randomBytes(32).toString('base64url');
}
