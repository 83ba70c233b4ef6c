import type { Measured } from './measure.ts';

export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 'MB' | 'frames';
  /** Beside what it stands. */
  readonly bound: string;
  readonly ratio: number;
  /** The ratio that we want to stay below; null where there is none. */
  readonly aim: number | null;
}

/** A measured contestant beside its bound of the same run. */
export function figure(
  measured: readonly Measured[],
  what: string,
  bound: string,
  aim: number | null,
): Figure {
  const [one, other] = [what, bound].map((wanted) => measured.find(({ name }) => name === wanted));
  if (one === undefined || other === undefined) throw new Error(`not measured: ${what} or ${bound}`);
  return { what, value: one.median, unit: 'ms', bound, ratio: one.median / other.median, aim };
}

export function report(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, value, unit, bound, ratio, aim }) => [
    what,
    `${value < 100 ? value.toFixed(1) : value.toFixed(0)} ${unit}`,
    `${ratio.toFixed(2)} x ${bound}`,
    aim === null ? '' : ratio <= aim ? `aim ${aim}: met` : `aim ${aim}: MISSED`,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
