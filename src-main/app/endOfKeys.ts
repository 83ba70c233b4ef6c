import type { Delivery } from '../core/profiles/deliveryRecord.ts';
import type { Domain } from './domain.ts';
import { keyOfDelivery } from './keyOfDelivery.ts';

/**
 * When the keys behind a delivery end (epoch milliseconds), or null when there are none now: a process profile has
 * keys only while they are in memory, and one that nobody uses is just an entry in a file.
 */
export async function endOfKeys(domain: Domain, delivery: Delivery): Promise<number | null> {
  if (delivery.delivery === 'keys') return delivery.expiresAt;
  const key = await keyOfDelivery(domain, delivery);
  return key === undefined ? null : (domain.cache.endOf(key) ?? null);
}
