import { parseMarker } from './marker.ts';
import { textOf } from './safeText.ts';
import type { Hunk } from './editSections.ts';

/** What goes (-) and comes (+) in a file, line by line, without a secret: only what need not be hidden is shown. */
export function sectionDiff(path: string, hunks: readonly Hunk[]): string {
  if (hunks.length === 0) return '';
  let shift = 0;
  const lines = [`--- ${path}`, `+++ ${path}`];
  for (const { lineNumber, removed, added } of merged(hunks)) {
    lines.push(`@@ -${lineNumber},${removed.length} +${lineNumber + shift},${added.length} @@`);
    lines.push(...changedLines(removed, added));
    shift += added.length - removed.length;
  }
  return `${lines.join('\n')}\n`;
}

/** Lines that are taken out one below the other are one place. */
function merged(hunks: readonly Hunk[]): readonly Hunk[] {
  const places: Hunk[] = [];
  for (const hunk of hunks) {
    const last = places.at(-1);
    const adjoins = last !== undefined && last.lineNumber + last.removed.length === hunk.lineNumber;
    if (adjoins && last.added.length + hunk.added.length === 0) {
      places[places.length - 1] = { ...last, removed: [...last.removed, ...hunk.removed] };
    } else {
      places.push(hunk);
    }
  }
  return places;
}

/** A replaced section shows its unchanged header and settings as they are. */
function changedLines(removed: readonly string[], added: readonly string[]): readonly string[] {
  const both = new Set(removed.filter((line) => added.includes(line)));
  return [
    ...removed.map((line) => `${both.has(line) ? ' ' : '-'}${shown(line)}`),
    ...added.filter((line) => !both.has(line)).map((line) => `+${shown(line)}`),
  ];
}

function shown(line: string): string {
  const open = /^\s*(?:\[.*|(?:region|credential_process)\s*=.*)?$/.test(line);
  if (open || parseMarker(line) !== undefined) return textOf(line);
  const key = /^\s*([\w-]+)\s*=/.exec(line)?.[1];
  return key === undefined ? '****' : `${key} = ****`;
}
