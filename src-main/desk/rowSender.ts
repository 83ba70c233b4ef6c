import { rowsAtOnce, type ListedProfile, type WindowEvent } from '../contract.ts';
import type { Clock } from '../core/ports.ts';
import { packRows } from '../core/packedRows.ts';
import { isSameRow } from '../core/profiles/isSameRow.ts';

/** A new list is soon enough once a second: a sync brings one with every account. */
const rowsEveryMs = 1000;

export interface RowList {
  readonly version: string;
  readonly rows: readonly ListedProfile[];
}

/**
 * Sends the newest list to one listener, each version once, at most one list a second and in chunks with a turn of
 * the event loop between them, so that neither side freezes. A list that is on its way is finished first: while a
 * sync goes on there would else never be a whole one.
 *
 * Of a chunk that the listener has already only the length is sent: a sync changes few of 50,000 rows a second, and the
 * rest would cost both sides more than all else. The others go as text: between main, preload and page rows are copied
 * field by field, which takes four times as long. `shown` are the packed rows that it has from elsewhere, before the
 * first list.
 */
export function createRowSender(
  clock: Clock,
  signal: AbortSignal,
  send: (event: WindowEvent) => void,
  shown: readonly string[] = [],
): (list: RowList) => void {
  let wanted: RowList | undefined;
  let sent: string | undefined;
  let sending = false;
  let texts = shown;
  let before: readonly ListedProfile[] = [];

  async function sendAll({ version, rows }: RowList): Promise<void> {
    for (let from = 0; from === 0 || from < rows.length; from += rowsAtOnce) {
      if (from > 0) await clock.sleep(0, signal);
      signal.throwIfAborted();
      const chunk = rows.slice(from, from + rowsAtOnce);
      const isAsBefore = rows.length > 0 && chunk.every((row, at) => isSameRow(row, before[from + at]));
      const text = isAsBefore ? undefined : packRows(chunk);
      const isThere = text === undefined || text === texts[from / rowsAtOnce];
      send({ kind: 'rows', version, from, total: rows.length, rows: isThere ? chunk.length : text });
    }
    [before, texts] = [rows, []];
  }

  async function run(): Promise<void> {
    sending = true;
    try {
      while (wanted !== undefined && wanted.version !== sent) {
        const list = wanted;
        const began = clock.now();
        await sendAll(list);
        sent = list.version;
        await clock.sleep(Math.max(0, began + rowsEveryMs - clock.now()), signal);
      }
    } finally {
      sending = false;
    }
  }

  return (list) => {
    wanted = list;
    // It ends in nothing but the signal: the listener has left.
    if (!sending) run().catch(() => undefined);
  };
}
