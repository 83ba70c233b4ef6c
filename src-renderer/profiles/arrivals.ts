import type { ListedProfile } from '../../src-main/contract.ts';
import { arranging } from '../../src-main/core/profiles/arranging.ts';
import { atOnce, inTurns } from '../inTurns.ts';
import { accountGroups } from './accountGroups.ts';
import { preparingRowSearch } from './rowSearch.ts';

type Rows = readonly ListedProfile[];

/** Up to so many rows are arranged and searched within a frame. */
const few = 2_000;

/** What browsing and searching look up, which would else be made where it is first asked for. */
function* preparing(rows: Rows): Generator<undefined, undefined> {
  yield* preparingRowSearch(rows);
  accountGroups(rows);
  yield;
  return undefined;
}

/** Enough for the engine to make good code of the search, and searched in a moment. */
const sample = 4_000;

/** Code that has not run yet is several times slower: the first letters are searched before anybody types. */
function* warmingUp(rows: Rows): Generator<undefined, undefined> {
  const search = yield* preparingRowSearch(rows);
  const before = new Uint8Array(rows.length);
  const isOfSample = (at: number): boolean => at < sample;
  for (const typed of ['prod a', 'admin 12', 'read-only-acc', '1-22', 'zzxq', 'dev-zz -acc', 'team access']) {
    for (let end = 1; end <= typed.length; end += 1) {
      search.places(typed.slice(0, end), 'typed', before, isOfSample).at(0);
      yield;
    }
  }
  for (const typed of ['e', 'er', 'a', 'a-', 'a-1', 'a-12']) {
    search.places(typed, 'typed', before).at(0);
    yield;
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
  let warm = false;

  async function arrive(rows: Rows): Promise<void> {
    const arranged = await inTurns(arranging(rows));
    await inTurns(preparing(arranged));
    show(arranged);
    if (!warm) void inTurns(warmingUp(arranged));
    warm = true;
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
      warm ||= rows.length > few;
      return undefined;
    }
    next = rows;
    return busy ? undefined : run();
  };
}
