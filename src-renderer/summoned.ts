import { tick } from 'svelte';
import { palette } from './palette/palette.svelte.ts';
import { focusSearch } from './profiles/searchFocus.ts';
import { shown } from './shown.svelte.ts';

/**
 * The hotkey was pressed: its next letters are a search. A dialog stays, it wants an answer first, and so does a form,
 * with what is half written in it.
 */
export async function summoned(): Promise<void> {
  shown.list();
  palette.close();
  await tick();
  if (document.querySelector('dialog[open]') === null) focusSearch();
}
