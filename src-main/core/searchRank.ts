import type { Hits } from './searchHits.ts';

/** Best first, then by `before` (0 to 15), then as they came; by counting, for sorting 50,000 would cost more than finding them. */
export function ranked({ rows, distances }: Hits, before: (row: number) => number): Uint32Array {
  const keys = new Uint32Array(rows.length);
  let most = 0;
  for (let at = 0; at < rows.length; at += 1) {
    const key = (distances[at] ?? 0) * 16 + before(rows[at] ?? 0);
    keys[at] = key;
    if (key > most) most = key;
  }
  const next = new Uint32Array(most + 2);
  for (const key of keys) next[key + 1] = (next[key + 1] ?? 0) + 1;
  for (let key = 1; key < next.length; key += 1) next[key] = (next[key] ?? 0) + (next[key - 1] ?? 0);
  const order = new Uint32Array(rows.length);
  for (let at = 0; at < rows.length; at += 1) {
    const key = keys[at] ?? 0;
    const place = next[key] ?? 0;
    order[place] = rows[at] ?? 0;
    next[key] = place + 1;
  }
  return order;
}
