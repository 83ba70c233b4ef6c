import type { Delivery } from '../core/profiles/deliveryRecord.ts';
import { chainPlan } from '../core/roles/chainPlan.ts';
import { linkKey } from '../core/roles/linkKey.ts';
import type { Domain } from './domain.ts';

/** Under which the keys of a delivered profile are in memory; undefined when its profile, user or source was removed. */
export async function keyOfDelivery(domain: Domain, { id }: Delivery): Promise<string | undefined> {
  const profile = (await domain.book()).byId(id);
  if (profile === undefined) return undefined;
  try {
    const links = chainPlan(profile, { settings: domain.settings.get() });
    return linkKey(domain.sha256, links, { profile, asked: {} }, domain.person);
  } catch {
    return undefined;
  }
}
