import { cacheKey } from '../core/credentials/credentialsFor.ts';
import type { Delivery } from '../core/profiles/deliveryRecord.ts';
import type { Domain } from './domain.ts';

/**
 * When the keys behind a delivery end (epoch milliseconds), or null when there are none now: a process profile has
 * keys only while they are in memory, and one that nobody uses is just an entry in a file.
 */
export function endOfKeys({ cache }: Domain, { delivery, role, id, expiresAt }: Delivery): number | null {
  if (delivery === 'keys') return expiresAt;
  return role === null ? null : (cache.endOf(cacheKey(role.ssoSession, id)) ?? null);
}
