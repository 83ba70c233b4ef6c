import { chainPlan } from '../core/roles/chainPlan.ts';
import { linkKey } from '../core/roles/linkKey.ts';
import type { Delivery } from '../core/profiles/deliveryRecord.ts';
import type { Domain } from './domain.ts';

/**
 * When the keys behind a delivery end (epoch milliseconds), or null when there are none now: a process profile has
 * keys only while they are in memory, and one that nobody uses is just an entry in a file.
 */
export async function endOfKeys(
  domain: Domain,
  { delivery, id, expiresAt }: Delivery,
): Promise<number | null> {
  if (delivery === 'keys') return expiresAt;
  const profile = (await domain.book()).byId(id);
  if (profile === undefined) return null;
  try {
    const links = chainPlan(profile, { settings: domain.settings.get() });
    const key = linkKey(domain.sha256, links, { profile, asked: {} }, domain.person);
    return domain.cache.endOf(key) ?? null;
  } catch {
    // Its user or source was removed: there are no keys.
    return null;
  }
}
