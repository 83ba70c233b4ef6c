/** What a key asks for. */
export type KeyAction =
  | 'down'
  | 'up'
  | 'page-down'
  | 'page-up'
  | 'first'
  | 'last'
  | 'console'
  | 'toggle-keys'
  | 'remove-keys'
  | 'copy'
  | 'favourite'
  | 'search'
  | 'settings'
  | 'details'
  | 'keys'
  | 'escape';

/** Where the focus is: the search field, the list, a button in one of its rows, or anything else. */
export interface Focus {
  readonly on: 'search' | 'list' | 'row-button' | 'other';
  /** Nothing is typed in the search field. */
  readonly searchEmpty: boolean;
  /** Some text is selected, which copying means then. */
  readonly textSelected: boolean;
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'>;

const moves: Readonly<Record<string, KeyAction>> = {
  ArrowDown: 'down',
  ArrowUp: 'up',
  PageDown: 'page-down',
  PageUp: 'page-up',
};
const ends: Readonly<Record<string, KeyAction>> = { Home: 'first', End: 'last' };
const withMod: Readonly<Record<string, KeyAction>> = {
  enter: 'toggle-keys',
  backspace: 'remove-keys',
  d: 'favourite',
  k: 'search',
  i: 'details',
  ',': 'settings',
};

/** Apple's keyboards have the command key where others have control. */
export const isApple = /^(Mac|iP)/.test(navigator.platform);
const mod = isApple ? '⌘' : 'Ctrl';

/** What a key means where the focus is; undefined: it means what it always does. */
export function keyAction(pressed: Pressed, focus: Focus, apple = isApple): KeyAction | undefined {
  // Its Enter and arrows belong to the input method.
  if (pressed.isComposing || pressed.altKey) return undefined;
  const { key } = pressed;
  if (key === 'Escape') return 'escape';
  if (apple ? pressed.metaKey : pressed.ctrlKey) return modAction(key, focus);
  if (pressed.ctrlKey || pressed.metaKey) return undefined;
  if (key === '?' && (focus.on !== 'search' || focus.searchEmpty)) return 'keys';
  if (pressed.shiftKey || focus.on === 'other') return undefined;
  if (focus.on === 'row-button') return moves[key];
  if (key === 'Enter') return 'console';
  if (key === 'ArrowRight' && focus.on === 'list') return 'details';
  // In a text that was typed they move the caret.
  if (key in ends) return focus.on === 'list' || focus.searchEmpty ? ends[key] : undefined;
  return moves[key];
}

function modAction(key: string, focus: Focus): KeyAction | undefined {
  if (key.toLowerCase() === 'c') return focus.textSelected ? undefined : 'copy';
  if (key in ends && focus.on !== 'other') return ends[key];
  return withMod[key.toLowerCase()];
}

/** As the list of keys says them. */
export const keyList: readonly (readonly [keys: readonly string[], does: string])[] = [
  [['↑', '↓', 'Page Up', 'Page Down'], 'choose a profile, while you type too'],
  [['Enter'], 'open its console'],
  [[`${mod} Enter`], 'get its keys, or remove them'],
  [[`${mod} Backspace`], 'remove its keys'],
  [[`${mod} C`], 'copy the selected text, else the line for your terminal'],
  [[`${mod} D`], 'make it a favourite, or not'],
  [[`${mod} I`, '→'], 'its details'],
  [[`${mod} K`], 'search'],
  [[`${mod} ,`], 'settings'],
  [['Esc'], 'clear the search, or close what is open'],
  [['?'], 'this list'],
];
