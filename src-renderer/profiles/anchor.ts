import { rowAtPixel, topOf, type Layout } from './layout.ts';

/**
 * Where to scroll after other rows have come, so that what the person looks at stays where it is: the row they chose
 * while it is in sight, else the first one in sight. A list at its very top stays there, where nothing was chosen.
 */
export function anchoredTop(
  before: Layout,
  after: Layout,
  scroll: { readonly top: number; readonly height: number; readonly chosenId: string | undefined },
): number {
  const at = anchor(before, scroll);
  const row = at === -1 ? undefined : before.rows.at(at);
  if (row === undefined) return scroll.top;
  const now = after.rows.findIndex(({ id }) => id === row.id);
  if (now === -1) return scroll.top;
  return Math.max(0, topOf(after, now) - (topOf(before, at) - scroll.top));
}

function anchor(
  before: Layout,
  {
    top,
    height,
    chosenId,
  }: { readonly top: number; readonly height: number; readonly chosenId: string | undefined },
): number {
  const chosen = chosenId === undefined ? -1 : before.rows.findIndex(({ id }) => id === chosenId);
  if (chosen !== -1) {
    const rowTop = topOf(before, chosen);
    if (rowTop + before.heights.row > top && rowTop < top + height) return chosen;
  }
  return top === 0 ? -1 : rowAtPixel(before, top);
}
