/** A week from now a use weighs half of what it weighs today (milliseconds). */
const halfLife = 7 * 24 * 60 * 60 * 1000;
/** A terminal that asks every minute is one person at one task: within this time it is one use. */
const oneUse = 10 * 60 * 1000;

/** How often and how lately one profile was used; all times in epoch milliseconds. */
export interface Uses {
  /** The last one. */
  readonly at: number;
  /** What all uses together weighed at `weighedAt`. */
  readonly weight: number;
  readonly weighedAt: number;
}

export function usedAgain(before: Uses | undefined, now: number): Uses {
  if (before === undefined) return { at: now, weight: 1, weighedAt: now };
  const since = now - before.weighedAt;
  if (since >= 0 && since < oneUse) return { ...before, at: now };
  return { at: now, weight: weightAt(before, now) + 1, weighedAt: now };
}

/** What uses weigh `now`. Those from a clock that went ahead count as just now. */
export function weightAt({ weight, weighedAt }: Uses, now: number): number {
  return weight * 2 ** (-Math.max(0, now - weighedAt) / halfLife);
}

/**
 * Ids, what is used often and lately first. All fade alike, so the order holds until somebody uses something.
 * Of equals the last used comes first.
 */
export function byFrecency(uses: ReadonlyMap<string, Uses>, now: number): readonly string[] {
  const weighed = [...uses].map(([id, one]) => ({ id, at: one.at, weight: weightAt(one, now) }));
  return weighed.sort((a, b) => b.weight - a.weight || b.at - a.at).map(({ id }) => id);
}
