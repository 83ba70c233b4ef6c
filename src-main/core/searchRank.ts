import type { Hits } from './searchHits.ts';

let keys = new Uint32Array();

/** Best first, then by `before` (0 to 15), then as they came; by counting, for sorting 50,000 would cost more than finding them. */
export function ranked({ rows, distances, count }: Hits, before: Uint8Array | undefined): Uint32Array {
  // Kept: they are of no use behind this, and each letter would leave as many behind.
  if (keys.length < count) keys = new Uint32Array(count);
  let most = 0;
  for (let at = 0; at < count; at += 1) {
    const key = (distances[at] ?? 0) * 16 + (before?.[rows[at] ?? 0] ?? 0);
    keys[at] = key;
    if (key > most) most = key;
  }
  const next = new Uint32Array(most + 2);
  for (let at = 0; at < count; at += 1) {
    const behind = (keys[at] ?? 0) + 1;
    next[behind] = (next[behind] ?? 0) + 1;
  }
  for (let key = 1; key < next.length; key += 1) next[key] = (next[key] ?? 0) + (next[key - 1] ?? 0);
  const order = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) {
    const key = keys[at] ?? 0;
    const place = next[key] ?? 0;
    order[place] = rows[at] ?? 0;
    next[key] = place + 1;
  }
  return order;
}
