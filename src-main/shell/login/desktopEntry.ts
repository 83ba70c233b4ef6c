/** What tells our entry from another's. */
const mark = 'X-Latchkey-Autostart=true';

/**
 * An entry for a desktop's autostart folder, as freedesktop.org's specification wants it.
 * @param words the command and its arguments; none may hold a line break
 */
export function desktopEntry(words: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.0',
    'Name=Latchkey',
    'Comment=Short-lived AWS keys for every account you may enter',
    `Exec=${words.map(quoted).join(' ')}`,
    'Icon=latchkey-desktop',
    'Terminal=false',
    'StartupNotify=false',
    'X-GNOME-Autostart-enabled=true',
    mark,
    '',
  ].join('\n');
}

/** Whether a text is an entry that we wrote. */
export function isOurEntry(text: string): boolean {
  return text.split('\n').includes(mark);
}

/** Whether the person switched it off with a tool of the desktop, which leaves the file there. */
export function isSwitchedOff(text: string): boolean {
  return /^(Hidden=true|X-GNOME-Autostart-enabled=false)\s*$/m.test(text);
}

/**
 * An argument in double quotes; in them ", `, $ and \ have a backslash before them, and what comes out is a string of
 * the entry, where each backslash is written as two. A lone % would begin a field code.
 */
function quoted(word: string): string {
  const argument = `"${word.replaceAll(/["`$\\]/g, '\\$&')}"`;
  return argument.replaceAll('\\', '\\\\').replaceAll('%', '%%');
}
