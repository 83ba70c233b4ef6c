import { tick } from 'svelte';
import { palette } from '../palette/palette.svelte.ts';
import { focusSearch } from '../profiles/searchFocus.ts';
import { shown } from '../shown.svelte.ts';
import { firstRun } from '../signIn/firstRun.svelte.ts';
import { keyAction } from './keys.ts';

/** The keys that mean the same on every page in place of the list; the list has its own, profileKeys. */
export function pageKeys(event: KeyboardEvent): void {
  if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
  const { page } = shown;
  if (page === undefined && !firstRun.shown) return;
  const typing = page === 'roleChain' || page === 'access';
  const action = keyAction(event, {
    ...(isTyped(event.target) ? { on: 'search', searchEmpty: false } : { on: 'other', searchEmpty: true }),
    textSelected: true,
  });
  if (action === 'keys') shown.keys = true;
  // What was typed there is lost only by its own Cancel.
  else if (typing) return;
  else if (action === 'settings') toSettings();
  else if (firstRun.shown) return;
  else if (action === 'search' || action === 'commands') void toSearch(action);
  else return;
  event.preventDefault();
}

function toSettings(): void {
  shown.list();
  shown.settings = true;
}

async function toSearch(action: 'search' | 'commands'): Promise<void> {
  shown.list();
  if (action === 'commands') palette.begin();
  await tick();
  focusSearch();
}

/** Whether a character that is pressed there is written there. */
function isTyped(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return target.matches('textarea, select, input:not([type=checkbox], [type=radio])');
}
