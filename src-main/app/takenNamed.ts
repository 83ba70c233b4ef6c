import type { TakenProfile } from '../core/profiles/takeover/takenProfile.ts';

const indexes = new WeakMap<readonly TakenProfile[], ReadonlyMap<string, TakenProfile>>();

/** The first of that name in a file’s profiles, of which there may be thousands. */
export function takenNamed(all: readonly TakenProfile[], name: string): TakenProfile | undefined {
  const known = indexes.get(all) ?? new Map(all.toReversed().map((one) => [one.name, one]));
  indexes.set(all, known);
  return known.get(name);
}
