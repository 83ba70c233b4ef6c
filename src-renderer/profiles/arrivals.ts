import type { ListedProfile } from '../../src-main/contract.ts';
import { arranging } from '../../src-main/core/profiles/arranging.ts';
import { atOnce, inTurns } from '../inTurns.ts';
import { preparingRowSearch } from './rowSearch.ts';

type Rows = readonly ListedProfile[];

/** Up to so many rows are arranged and searched within a frame. */
const few = 2_000;

/** Code that has not run yet is several times slower: the first letters are searched before anybody types. */
function* warmingUp(rows: Rows): Generator<undefined, undefined> {
  const search = yield* preparingRowSearch(rows);
  for (const typed of ['a', 'e', 'ad', 'prod', 'a-b', 'zz', 'dev read']) {
    yield;
    search.find(typed, 'typed', () => 0);
  }
  return undefined;
}

/**
 * Arranges each list that comes and has its search ready before it is shown: what the person types while a sync brings
 * 50,000 rows a second waits for none of it. The first list is shown as soon as it is arranged.
 */
export function createArrivals(
  show: (rows: Rows) => void,
): (rows: Rows, isFirst: boolean) => Promise<void> | undefined {
  let next: Rows | undefined;
  let busy = false;

  async function arrive(rows: Rows): Promise<void> {
    const arranged = await inTurns(arranging(rows));
    await inTurns(preparingRowSearch(arranged));
    show(arranged);
  }

  async function run(): Promise<void> {
    busy = true;
    while (next !== undefined) {
      const rows = next;
      next = undefined;
      await arrive(rows);
    }
    busy = false;
  }

  return (rows, isFirst) => {
    if (isFirst || (!busy && rows.length <= few)) {
      const arranged = atOnce(arranging(rows));
      show(arranged);
      if (rows.length > few) void inTurns(warmingUp(arranged));
      return undefined;
    }
    next = rows;
    return busy ? undefined : run();
  };
}
