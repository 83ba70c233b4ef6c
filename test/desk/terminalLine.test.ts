import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { terminalLine } from '../../src-main/desk/terminalLine.ts';

it('leaves plain names as they are', () => {
  expect(terminalLine('prod.Admin', 'linux')).toBe('eval "$(latchkey env prod.Admin)"');
  expect(terminalLine('prod.Admin', 'win32')).toBe(
    'latchkey env prod.Admin | Out-String | Invoke-Expression',
  );
});

it.each(["it's", '$(id)', '`id`', 'a b', 'x"; id #', '@x', '\\'])(
  'carries %s to the command unchanged, whatever a shell would make of it',
  (name) => {
    const line = `latchkey() { printf 'printf %%s %q' "$2"; }; ${terminalLine(name, 'linux')}`;
    expect(execFileSync('/bin/bash', ['-c', line], { encoding: 'utf8' })).toBe(name);
  },
);

it('doubles every quote that ends a string in PowerShell', () => {
  expect(terminalLine('a’b', 'win32')).toBe("latchkey env 'a’’b' | Out-String | Invoke-Expression");
});
