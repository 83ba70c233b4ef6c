import { firstScreen } from '../desk/firstScreen.ts';
import { packedRows } from '../desk/packedRows.ts';
import type { Feed } from '../desk/feed.ts';
import type { Clock, Log } from '../core/ports.ts';
import type { KeptList } from './keptList.ts';

/** Milliseconds without a change, such as of a sync, until the list is written. */
const quiet = 2_000;

/** Keeps the list for the next start, whenever it or what it is made of has changed; ends with the signal. */
export function keepList(
  {
    feed,
    list,
    clock,
    log,
  }: { readonly feed: Feed; readonly list: KeptList; readonly clock: Clock; readonly log: Log },
  signal: AbortSignal,
): void {
  let written = { rows: undefined as unknown, stamp: '' };
  let waiting = new AbortController();

  async function keep(): Promise<void> {
    const [rows, stamp] = [feed.rows(), list.stamp()];
    if (feed.live() === undefined || (written.rows === rows && written.stamp === stamp)) return;
    if (written.rows === rows) await list.restamp(stamp);
    else {
      const texts = await packedRows(rows, clock, signal);
      // As it was kept by the process before.
      const before = (await list.read())?.texts;
      if (before?.length !== texts.length || texts.some((text, at) => text !== before[at])) {
        await list.write(stamp, { screen: await firstScreen(rows, clock, signal), texts });
      }
    }
    written = { rows, stamp };
  }

  feed.onChange(() => {
    waiting.abort();
    waiting = new AbortController();
    clock
      .sleep(quiet, AbortSignal.any([waiting.signal, signal]))
      .then(keep)
      .catch(() => {
        if (!signal.aborted && !waiting.signal.aborted) log.write('list.unkept');
      });
  });
}
