import { ask } from '../ask.ts';
import type { KeyAction } from '../keys/bindings.ts';
import { keyAction, type Focus } from '../keys/keys.ts';
import { shown } from '../shown.svelte.ts';
import { palette } from '../palette/palette.svelte.ts';
import { profileList as list } from './profileList.svelte.ts';
import { rowActions } from './rowActions.svelte.ts';
import { focusSearch } from './searchFocus.ts';
import { standing } from './standing.svelte.ts';

/** What the keys do whatever the search field searches. */
const besideRows = new Set<KeyAction | undefined>(['search', 'commands', 'settings', 'escape']);

/** What the keys do in the list and around it. */
export function profileKeys(event: KeyboardEvent): void {
  // What lies over the list has its own keys, and what has been answered already is not answered twice.
  if (event.defaultPrevented || shown.page || document.querySelector('dialog[open]') !== null) return;
  const focus = focusOf(event.target);
  const action = keyAction(event, focus);
  // The list is covered: a key must do nothing to a row that nobody sees.
  if (palette.open && !besideRows.has(action)) return;
  // Held down, it would clear the search and hide the window at once.
  if (action === 'escape' && event.repeat) return;
  if (action !== undefined) {
    if (does(action)) event.preventDefault();
  } else if (focus.on === 'list' && isLetter(event)) {
    // Before the letter is written: it lands in the search field.
    focusSearch();
  }
}

/** Whether there was something to do; else the key means what it always does. */
function does(action: KeyAction): boolean {
  const page = 10;
  const { selected: row } = list;
  const moves: Partial<Record<KeyAction, number>> = {
    down: 1,
    up: -1,
    'page-down': page,
    'page-up': -page,
    first: -Infinity,
    last: Infinity,
  };
  const by = moves[action];
  if (by !== undefined) move(by);
  else if (action === 'search') focusSearch();
  else if (action === 'commands') beginCommands();
  else if (action === 'settings') shown.settings = true;
  else if (action === 'keys') shown.keys = true;
  else if (action === 'escape') escape();
  else if (row === undefined) return false;
  else if (action === 'console') rowActions.openConsole(row);
  else if (action === 'console-choice') shown.console = row;
  else if (action === 'copy') rowActions.copyLine(row);
  else if (action === 'toggle-keys') rowActions.toggleKeys(row);
  else if (action === 'favourite') rowActions.favourite(row);
  else if (action === 'details') toggleDetails();
  else if (action === 'remove-keys') {
    // Without keys it deletes a word in the search field, as everywhere.
    if (!standing.delivered.has(row.id)) return false;
    rowActions.removeKeys(row);
  }
  return true;
}

/** What is open goes first, then what was searched, then the window. */
function escape(): void {
  if (shown.details && (isSheet() || document.activeElement?.closest('aside') !== null))
    shown.details = false;
  else if (shown.sideBar) shown.sideBar = false;
  else if (palette.open) palette.close();
  else if (list.typed !== '') list.clear();
  else ask('hideWindow', {});
  focusSearch();
}

function move(by: number): void {
  const { activeElement } = document;
  const grid = activeElement?.closest<HTMLElement>('[role=grid]');
  // The row's buttons go with the selection, and would take the focus with them.
  if (grid && activeElement !== grid) grid.focus();
  list.move(by);
}

function beginCommands(): void {
  palette.begin();
  focusSearch();
}

function toggleDetails(): void {
  shown.details = !shown.details;
  if (!shown.details) focusSearch();
}

/** Whether the details lie over the list. */
function isSheet(): boolean {
  return matchMedia('(max-width: 979px)').matches;
}

function focusOf(target: EventTarget | null): Focus {
  const field = target instanceof HTMLInputElement ? target : undefined;
  const selected = (getSelection()?.toString() ?? '') !== '' || field?.selectionStart !== field?.selectionEnd;
  const on = isSearchField(field) ? 'search' : placeInList(target);
  return { on, searchEmpty: list.typed === '', textSelected: selected };
}

function isSearchField(field: HTMLInputElement | undefined): boolean {
  return ['searchbox', 'combobox'].includes(field?.role ?? '');
}

/** With the focus on nothing at all, as after a click beside everything, the keys are the list's. */
function placeInList(target: EventTarget | null): Focus['on'] {
  if (target === document.body) return 'list';
  const grid = target instanceof Element ? target.closest('[role=grid]') : null;
  if (grid === null) return 'other';
  return target === grid ? 'list' : 'row-button';
}

function isLetter({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey;
}
