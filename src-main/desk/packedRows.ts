import { rowsAtOnce } from '../contract.ts';
import { packRows } from '../core/packedRows.ts';
import type { Clock } from '../core/ports.ts';

/** All rows packed as they are sent, a turn of the event loop between two texts. @throws the signal's reason */
export async function packedRows(
  rows: readonly object[],
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const texts: string[] = [];
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    await clock.sleep(0, signal);
    texts.push(packRows(rows.slice(from, from + rowsAtOnce)));
  }
  return texts;
}
