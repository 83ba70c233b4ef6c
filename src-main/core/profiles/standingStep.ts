/** The first few are told apart one by one, those behind them in ever larger steps. */
const single = 7;

/**
 * Where a profile stands among equally good matches, 0 (first) to 15: favourites, then what is used often and lately,
 * then the rest.
 *
 * @param rank its place in the order of frecency from 0; undefined: never used
 */
export function standingStep(favourite: boolean, rank: number | undefined): number {
  if (favourite) return 0;
  if (rank === undefined) return 15;
  if (rank < single) return rank + 1;
  return Math.min(14, single + 1 + Math.floor(Math.log2((rank + 1) / (single + 1))));
}
