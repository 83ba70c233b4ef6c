import type { Clock } from '../core/ports.ts';

/** Items that are mapped without a break. */
const atOnce = 2_000;

/** As `map`, with a turn of the event loop now and then: 50,000 items in one go would be a stall that a person feels. */
export async function mapInTurns<Item, Result>(
  clock: Clock,
  items: readonly Item[],
  mapped: (item: Item, at: number) => Result,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const [at, item] of items.entries()) {
    if (at % atOnce === atOnce - 1) await clock.sleep(0);
    results.push(mapped(item, at));
  }
  return results;
}
