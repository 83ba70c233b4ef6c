import { clipped, plainText, textWidth } from './textWidth.ts';

const minutes = 60_000;
const gap = 2;

/** `2 h 5 min left`, from an ISO 8601 time; `now` in epoch milliseconds. */
export function timeLeft(end: string, now = Date.now()): string {
  const left = Date.parse(end) - now;
  if (left <= 0) return 'expired';
  if (left < minutes) return 'less than a minute left';
  const whole = Math.floor(left / minutes);
  const hours = Math.floor(whole / 60);
  return `${hours > 0 ? `${hours} h ` : ''}${whole % 60} min left`;
}

/** ISO 8601 with Z, to the second. */
export function shortTime(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 19)}Z`;
}

/** When something ends and how long that is from `now`, in epoch milliseconds. */
export function ending(end: string, now = Date.now()): string {
  return `${shortTime(end)} (${timeLeft(end, now)})`;
}

/**
 * Aligned lines, no wider than `width`: the widest columns give way first. Texts come from AWS and from files, so
 * what could steer a terminal is taken out of them.
 */
export function table(rows: readonly (readonly string[])[], width = Infinity): string[] {
  const cells = rows.map((row) => row.map(plainText));
  const columns = Math.max(0, ...cells.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) =>
    cells.reduce((widest, row) => Math.max(widest, textWidth(row[at] ?? '')), 0),
  );
  // Some terminals (of containers, of scripts) say that they have no columns.
  narrow(widths, width === 0 ? Infinity : width);
  return cells.map((row) =>
    row
      .map((cell, at) => {
        const text = clipped(cell, widths[at] ?? 0);
        return text + ' '.repeat(Math.max(0, (widths[at] ?? 0) - textWidth(text)) + gap);
      })
      .join('')
      .trimEnd(),
  );
}

const leastWidth = 8;

function narrow(widths: number[], width: number): void {
  const total = (): number => widths.reduce((sum, one) => sum + one + gap, -gap);
  while (total() > width) {
    // The first column is what a person copies: it gives way last.
    const others = Math.max(...widths.slice(1), 0);
    const widest = others > leastWidth ? others : Math.max(...widths);
    if (widest <= 1) return;
    widths[widths.lastIndexOf(widest)] = widest - 1;
  }
}

type Colour = 'bold' | 'dim' | 'red' | 'green' | 'yellow';
const escapes: Record<Colour, string> = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33' };

/** Colours on a terminal only, and not where NO_COLOR is set to anything (no-color.org). */
export function painter(
  stream: { readonly isTTY?: boolean },
  env: NodeJS.ProcessEnv,
): (colour: Colour, text: string) => string {
  const plain = stream.isTTY !== true || (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb';
  return (colour, text) => (plain ? text : `\u001b[${escapes[colour]}m${text}\u001b[0m`);
}
