/** What a key asks for. */
export type KeyAction =
  | 'down'
  | 'up'
  | 'page-down'
  | 'page-up'
  | 'first'
  | 'last'
  | 'console'
  | 'console-choice'
  | 'toggle-keys'
  | 'remove-keys'
  | 'copy'
  | 'favourite'
  | 'search'
  | 'commands'
  | 'settings'
  | 'details'
  | 'keys'
  | 'escape';

/** Keys and what the list of the keys says of them: nothing is a key of the window that is not here. */
export interface Binding {
  /** What is held: `mod` is Apple’s command key, elsewhere control. */
  readonly held: 'nothing' | 'mod' | 'mod-shift';
  /** By the name that the browser gives the key, letters in lower case. */
  readonly keys: Readonly<Record<string, KeyAction>>;
  readonly does: string;
  /** Where it means that: anywhere in the window, but in a field only what cannot be typed. */
  readonly where: 'anywhere' | 'list';
}

export const bindings: readonly Binding[] = [
  {
    ...{ held: 'nothing', where: 'list', does: 'choose a profile, while you type too' },
    keys: { ArrowUp: 'up', ArrowDown: 'down', PageUp: 'page-up', PageDown: 'page-down' },
  },
  {
    ...{
      held: 'mod',
      where: 'list',
      does: 'the first profile, the last (Home and End alone where nothing is typed)',
    },
    keys: { home: 'first', end: 'last' },
  },
  { held: 'nothing', where: 'list', keys: { Enter: 'console' }, does: 'open its console' },
  {
    ...{ held: 'mod', where: 'anywhere', does: 'choose service, region and browser of its console' },
    keys: { o: 'console-choice' },
  },
  { held: 'mod', where: 'anywhere', keys: { enter: 'toggle-keys' }, does: 'get its keys, or remove them' },
  { held: 'mod', where: 'anywhere', keys: { backspace: 'remove-keys' }, does: 'remove its keys' },
  {
    ...{ held: 'mod', where: 'anywhere', does: 'copy the selected text, else the line for your terminal' },
    keys: { c: 'copy' },
  },
  { held: 'mod', where: 'anywhere', keys: { d: 'favourite' }, does: 'make it a favourite, or not' },
  { held: 'mod', where: 'anywhere', keys: { i: 'details' }, does: 'its details (→ in the list, too)' },
  { held: 'mod', where: 'anywhere', keys: { k: 'search' }, does: 'search' },
  {
    held: 'mod-shift',
    where: 'anywhere',
    keys: { p: 'commands' },
    does: 'commands and settings, as > in the search',
  },
  { held: 'mod', where: 'anywhere', keys: { ',': 'settings' }, does: 'settings' },
  {
    ...{
      held: 'nothing',
      where: 'anywhere',
      does: 'clear the search, close what is open, then hide the window',
    },
    keys: { Escape: 'escape' },
  },
  { held: 'nothing', where: 'anywhere', keys: { '?': 'keys' }, does: 'this list' },
];
