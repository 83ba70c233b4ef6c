/**
 * The line that gives a shell the keys of a profile: for bash and zsh, and on Windows for PowerShell. It names the
 * profile and holds no key.
 */
export function terminalLine(name: string, platform: string): string {
  return platform === 'win32'
    ? `latchkey env ${powershellWord(name)} | Out-String | Invoke-Expression`
    : `eval "$(latchkey env ${posixWord(name)})"`;
}

/** Letters that no shell reads as anything else. A leading dash would be an option, a leading @ PowerShell's splat. */
const plain = /^[\w.][\w.@+-]*$/;

function posixWord(name: string): string {
  return plain.test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`;
}

/** PowerShell ends a string at the typographic quotes, too. */
function powershellWord(name: string): string {
  return plain.test(name) ? name : `'${name.replaceAll(/['\u2018-\u201b]/g, '$&$&')}'`;
}
