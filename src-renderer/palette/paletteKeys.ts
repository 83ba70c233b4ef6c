import { palette } from './palette.svelte.ts';

const moves: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
};

/** The keys of the search field while it searches commands; every other key is the field’s own. */
export function paletteKeys(event: KeyboardEvent): void {
  const { key, isComposing, ctrlKey, metaKey, altKey, shiftKey } = event;
  // Its Enter and arrows belong to the input method.
  if (!palette.open || isComposing) return;
  if (ctrlKey || metaKey || altKey || shiftKey) return;
  const by = moves[key];
  if (by !== undefined) palette.move(by);
  else if (key === 'Enter') palette.run();
  else if (key === 'Escape') palette.close();
  else return;
  event.preventDefault();
}
