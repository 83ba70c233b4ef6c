import type { FirstScreen, ListedProfile } from '../contract.ts';
import { packRows } from '../core/packedRows.ts';
import type { Clock } from '../core/ports.ts';
import { arranging } from '../core/profiles/arranging.ts';

/** Rows that fill the highest of windows. */
const most = 100;
/** Of so many rows all are shown as soon. */
const few = 2_000;

/** What the person sees first of a list that takes its time; undefined of a short one. @throws the signal's reason */
export async function firstScreen(
  rows: readonly ListedProfile[],
  clock: Clock,
  signal: AbortSignal,
): Promise<FirstScreen | undefined> {
  if (rows.length <= few) return undefined;
  const inSight = rows.filter(({ hidden }) => hidden === undefined);
  const steps = arranging(inSight);
  for (;;) {
    await clock.sleep(0, signal);
    const { done, value } = steps.next();
    if (done !== true) continue;
    const accounts = new Set(inSight.map(({ accountId }) => accountId)).size;
    return { rows: packRows(value.slice(0, most)), total: inSight.length, accounts };
  }
}
