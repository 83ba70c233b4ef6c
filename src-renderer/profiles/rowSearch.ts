import type { ListedProfile } from '../../src-main/contract.ts';
import { preparingSearch, type PreparedSearch } from '../../src-main/core/search.ts';
import { atOnce } from '../inTurns.ts';

type Rows = readonly ListedProfile[];

const prepared = new WeakMap<Rows, PreparedSearch<ListedProfile>>();

/** The search of a list, made ready in steps before it is asked for. */
export function* preparingRowSearch(rows: Rows): Generator<undefined, PreparedSearch<ListedProfile>> {
  const known = prepared.get(rows) ?? (yield* preparingSearch(rows));
  prepared.set(rows, known);
  return known;
}

/** The search of a list, ready or not. */
export function rowSearch(rows: Rows): PreparedSearch<ListedProfile> {
  return atOnce(preparingRowSearch(rows));
}
