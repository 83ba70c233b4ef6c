import type { Hits } from './searchHits.ts';

// Kept: they are of no use behind this, and each letter would leave as many behind.
let keys = new Uint32Array();

/** Best first, then by `before` (0 to 15), then as they came; by counting, for sorting 50,000 would cost more than finding them. */
export function ranked(hits: Hits, before: Uint8Array | undefined): Uint32Array {
  if (keys.length < hits.count) keys = new Uint32Array(hits.count);
  const [least, most] = fillKeys(hits, before);
  return least === most ? hits.rows.slice(0, hits.count) : ordered(hits, placesOf(hits.count, most));
}

function fillKeys(
  { rows, distances, count }: Hits,
  before: Uint8Array | undefined,
): readonly [least: number, most: number] {
  let [least, most] = [Infinity, 0];
  for (let at = 0; at < count; at += 1) {
    const key = (distances[at] ?? 0) * 16 + (before?.[rows[at] ?? 0] ?? 0);
    keys[at] = key;
    if (key > most) most = key;
    if (key < least) least = key;
  }
  return [least, most];
}

/** Where the first row of each key is. */
function placesOf(count: number, most: number): Uint32Array {
  const places = new Uint32Array(most + 2);
  for (let at = 0; at < count; at += 1) {
    const behind = (keys[at] ?? 0) + 1;
    places[behind] = (places[behind] ?? 0) + 1;
  }
  for (let key = 1; key < places.length; key += 1) places[key] = (places[key] ?? 0) + (places[key - 1] ?? 0);
  return places;
}

function ordered({ rows, count }: Hits, places: Uint32Array): Uint32Array {
  const order = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) {
    const key = keys[at] ?? 0;
    const place = places[key] ?? 0;
    order[place] = rows[at] ?? 0;
    places[key] = place + 1;
  }
  return order;
}
