import type { Figure } from '../report.ts';

/** A figure of Latchkey's beside that of what it is measured against. */
export function beside(
  what: string,
  unit: Figure['unit'],
  value: number,
  other: number,
  { bound, aim }: Pick<Figure, 'bound' | 'aim'>,
): Figure {
  return { what, unit, value, bound, ratio: value / Math.max(other, 0.1), aim };
}

/** The value that `share` (0 to 1) of the values are below. */
export function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
