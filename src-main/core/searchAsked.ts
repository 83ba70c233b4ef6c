/** How far a field is that has not the word; one that keeps its rows out. Distances are below. */
export const [nowhere, out] = [254, 253];
/** Of a field that nobody has asked about yet. */
const unknown = 255;

/** How far fields are from a word: each is asked once, for many rows share it. */
export interface Asked {
  /** By field; those that were not asked are as far as one without the word. */
  readonly known: Uint8Array;
  readonly ofField: (field: number) => number;
}

export function createAsked(count: number, ofField: (field: number) => number): Asked {
  return { known: new Uint8Array(count).fill(unknown), ofField };
}

export function distanceOf({ known, ofField }: Asked, field: number): number {
  const distance = known[field] ?? nowhere;
  return distance === unknown ? (known[field] = ofField(field)) : distance;
}

/** The least distance of `fields`, from one to before another. */
export function bestOf(asked: Asked, fields: Uint32Array, from = 0, to = 0): number {
  let best = nowhere;
  // By index: what iterates makes an object of each step until the engine has made good code of it.
  for (let at = from; at < to; at += 1) best = Math.min(best, distanceOf(asked, fields[at] ?? 0));
  return best;
}
