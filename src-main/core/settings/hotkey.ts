/** Electron’s words, by what people and desktops call a modifier. */
const modifiers: Readonly<Record<string, string>> = {
  commandorcontrol: 'CommandOrControl',
  cmdorctrl: 'CommandOrControl',
  mod: 'CommandOrControl',
  control: 'Control',
  ctrl: 'Control',
  command: 'Command',
  cmd: 'Command',
  alt: 'Alt',
  option: 'Alt',
  shift: 'Shift',
  super: 'Super',
  meta: 'Super',
  win: 'Super',
};

/** In this order they are written, whichever way they were typed. */
const order = ['CommandOrControl', 'Control', 'Command', 'Super', 'Alt', 'Shift'];

const namedKeys: Readonly<Record<string, string>> = {
  space: 'Space',
  tab: 'Tab',
  plus: 'Plus',
  enter: 'Enter',
  return: 'Enter',
  backspace: 'Backspace',
  delete: 'Delete',
  del: 'Delete',
  insert: 'Insert',
  ins: 'Insert',
  home: 'Home',
  end: 'End',
  pageup: 'PageUp',
  pagedown: 'PageDown',
  up: 'Up',
  down: 'Down',
  left: 'Left',
  right: 'Right',
};

/** What nothing but a hotkey is pressed with. */
const farKey = /^F(1[3-9]|2[0-4])$/;

export type ReadHotkey = { readonly accelerator: string } | { readonly fault: string };

/** Electron’s accelerator for what somebody typed, such as `ctrl alt k`, or what is wrong with it, in one sentence. */
export function readHotkey(text: string): ReadHotkey {
  const words = text
    .trim()
    .split(/[\s+]+/)
    .filter((word) => word !== '');
  const held = words.slice(0, -1);
  const unknown = held.find((word) => modifierNamed(word) === undefined);
  if (unknown !== undefined) {
    return { fault: `“${unknown}” is not a key to hold: there are Ctrl, Alt, Shift, Cmd and Super.` };
  }
  const last = words.at(-1) ?? '';
  const key = keyNamed(last);
  if (key === undefined) {
    return { fault: `A hotkey ends with a letter, a digit or a named key${last && `, not “${last}”`}.` };
  }
  const names = [...new Set(held.map((word) => modifierNamed(word) ?? ''))];
  const fault = taken(names, key);
  if (fault !== undefined) return { fault };
  return { accelerator: [...order.filter((name) => names.includes(name)), key].join('+') };
}

/** As people read it: `Ctrl+Alt+K`, on macOS `⌥⌘K`. */
export function hotkeyWords(accelerator: string, isMac: boolean): string {
  const parts = accelerator.split('+');
  if (!isMac) return parts.map((part) => elsewhere[part] ?? part).join('+');
  return parts
    .map((part) => macSigns[part] ?? part)
    .toSorted((a, b) => signOrder.indexOf(b) - signOrder.indexOf(a))
    .join('');
}

const elsewhere: Readonly<Record<string, string>> = { CommandOrControl: 'Ctrl', Control: 'Ctrl' };
const macSigns: Readonly<Record<string, string>> = {
  CommandOrControl: '⌘',
  Command: '⌘',
  Super: '⌘',
  Shift: '⇧',
  Alt: '⌥',
  Control: '⌃',
};
/** From the key outwards. */
const signOrder = ['⌘', '⇧', '⌥', '⌃'];

function keyNamed(word: string): string | undefined {
  if (/^[a-z0-9]$/i.test(word)) return word.toUpperCase();
  if (/^f([1-9]|1\d|2[0-4])$/i.test(word)) return word.toUpperCase();
  if (/^[-=[\];',./\\`]$/.test(word)) return word;
  return own(namedKeys, word);
}

function modifierNamed(word: string): string | undefined {
  return own(modifiers, word);
}

function own(names: Readonly<Record<string, string>>, word: string): string | undefined {
  const name = word.toLowerCase();
  return Object.hasOwn(names, name) ? names[name] : undefined;
}

/** A hotkey is taken from every other program: it must be none that they need. */
function taken(names: readonly string[], key: string): string | undefined {
  if (farKey.test(key)) return undefined;
  const strong = names.filter((name) => name !== 'Shift');
  if (strong.length === 0)
    return `No other program would have ${key} any more: hold Ctrl, Alt or Super, too.`;
  const isPlain = names.length === 1 && /^(CommandOrControl|Control|Command)$/.test(names[0] ?? '');
  return isPlain && /^[A-Z0-9]$/.test(key)
    ? `Programs use Ctrl or Cmd with ${key} themselves: hold Alt or Shift, too.`
    : undefined;
}
