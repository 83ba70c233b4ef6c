import { bindings, type Binding, type KeyAction } from './bindings.ts';

/** Where the focus is: the search field, the list, a button in one of its rows, or anything else. */
export interface Focus {
  readonly on: 'search' | 'list' | 'row-button' | 'other';
  /** Nothing is typed in the search field. */
  readonly searchEmpty: boolean;
  /** Some text is selected, which copying means then. */
  readonly textSelected: boolean;
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'>;

const ends: Readonly<Record<string, KeyAction>> = { Home: 'first', End: 'last' };

/** Apple's keyboards have the command key where others have control. */
export const isApple = /^(Mac|iP)/.test(navigator.platform);
export const modKey = isApple ? '⌘' : 'Ctrl';

function keysOf(held: Binding['held'], where?: Binding['where']): Readonly<Record<string, KeyAction>> {
  const those = bindings.filter((one) => one.held === held && (where === undefined || one.where === where));
  return Object.fromEntries(those.flatMap(({ keys }) => Object.entries(keys)));
}

const alone = keysOf('nothing', 'list');
const withMod = keysOf('mod');
const withModShift = keysOf('mod-shift');

/** What a key means where the focus is; undefined: it means what it always does. */
export function keyAction(pressed: Pressed, focus: Focus, apple = isApple): KeyAction | undefined {
  // Its Enter and arrows belong to the input method.
  if (pressed.isComposing || pressed.altKey) return undefined;
  const { key } = pressed;
  if (key === 'Escape') return 'escape';
  if (apple ? pressed.metaKey : pressed.ctrlKey) return modAction(pressed, focus);
  if (pressed.ctrlKey || pressed.metaKey) return undefined;
  if (key === '?' && (focus.on !== 'search' || focus.searchEmpty)) return 'keys';
  if (pressed.shiftKey || focus.on === 'other') return undefined;
  if (focus.on === 'row-button') return key === 'Enter' ? undefined : alone[key];
  if (key === 'ArrowRight' && focus.on === 'list') return 'details';
  // In a text that was typed they move the caret.
  if (key in ends) return focus.on === 'list' || focus.searchEmpty ? ends[key] : undefined;
  return alone[key];
}

function modAction({ key: pressed, shiftKey }: Pressed, focus: Focus): KeyAction | undefined {
  const key = pressed.toLowerCase();
  if (shiftKey && key in withModShift) return withModShift[key];
  const action = withMod[key];
  if (action === 'copy' && focus.textSelected) return undefined;
  return pressed in ends && focus.on === 'other' ? undefined : action;
}

const names: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
  Escape: 'Esc',
};

/** As the list of keys says them. */
export const keyList: readonly (readonly [keys: readonly string[], does: string])[] = bindings.map(
  ({ held, keys, does }) => [Object.keys(keys).map((key) => printed(held, key)), does],
);

function printed(held: Binding['held'], key: string): string {
  const name = names[key] ?? `${key.charAt(0).toUpperCase()}${key.slice(1)}`;
  return [held === 'nothing' ? '' : modKey, held === 'mod-shift' ? 'Shift' : '', name]
    .filter(Boolean)
    .join(' ');
}
