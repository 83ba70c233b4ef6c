import { describe, expect, it } from 'vitest';
import { credentialScriptWindows } from '../../src-main/agent/credentialScriptWindows.ts';

const fallback = {
  node: String.raw`C:\Program Files\nodejs\node.exe`,
  command: String.raw`C:\Users\A & B (100%)^!\Latchkey\latchkey.cjs`,
};
const home = { name: 'LATCHKEY_HOME', value: String.raw`D:\it's 5% off` } as const;
const script = credentialScriptWindows({ homeVariable: home }, fallback);
const lines = script.split('\r\n');

/**
 * The values of `set "NAME=VALUE"` as cmd reads them: percent signs are expanded first, a doubled one is one; between
 * quotation marks nothing else means anything while delayed expansion is off.
 */
function variables(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/^set "(\w+)=(.*)"\r$/gm)].map(([, name = '', value = '']) => [
      name,
      value.replace(/%%|%\w+%/g, (found) => (found === '%%' ? '%' : '')),
    ]),
  );
}

describe('the credential script for Windows', () => {
  it('carries paths with every letter that cmd heeds as they are', () => {
    const set = variables(script);
    expect(set.get('node')).toBe(fallback.node);
    expect(set.get('command')).toBe(fallback.command);
    expect(set.get('LATCHKEY_HOME')).toBe(home.value);
  });

  it('turns delayed expansion off before anything is expanded', () => {
    const first = lines.findIndex((line) => /[%!]/.test(line));
    const off = lines.indexOf('setlocal EnableExtensions DisableDelayedExpansion');
    expect(off).toBeGreaterThan(-1);
    expect(off).toBeLessThan(first);
    expect(script).not.toMatch(/EnableDelayedExpansion/);
  });

  it('is plain ASCII in lines that end as cmd wants them, and names no label that is not there', () => {
    expect(script).toMatch(/^(?:[ -~]*\r\n)+$/);
    for (const [, label = ''] of script.matchAll(/goto (\w+)/g)) expect(lines).toContain(`:${label}`);
  });

  it('looks at its one argument before it uses it, and uses it without quotation marks nowhere else', () => {
    const check = lines.findIndex((line) => line.startsWith('for /f "delims=0123456789abcdef"'));
    const use = lines.findIndex((line) => line.includes('--id'));
    expect(check).toBeGreaterThan(-1);
    expect(check).toBeLessThan(use);
    expect(lines.filter((line) => /%[1-9*]/.test(line))).toEqual(['if not [%2]==[] goto wrong']);
  });

  it('starts programs by absolute paths alone, and prints on stderr alone', () => {
    const inside = /^(?:@echo off|rem |setlocal |set "|if |for \/f |goto |:\w+$|exit \/b |>&2 echo |$)/;
    const started = lines.filter((line) => !inside.test(line));
    expect(started).toEqual(['"%node%" "%command%" credentials --id %id%']);
  });

  it('hands on the exit code of the command', () => {
    const use = lines.findIndex((line) => line.includes('--id'));
    expect(lines[use + 1]).toBe('exit /b %errorlevel%');
  });

  it('takes away what would lead to another home or another Node', () => {
    const text = credentialScriptWindows({ homeVariable: undefined }, fallback);
    const set = variables(text);
    for (const name of ['LATCHKEY_HOME', 'XDG_CONFIG_HOME', 'NODE_OPTIONS', 'NODE_PATH']) {
      expect(set.get(name)).toBe('');
    }
  });

  it('reads a path of other letters as UTF-8, and leaves the console as it was', () => {
    const text = credentialScriptWindows(
      { homeVariable: undefined },
      { ...fallback, node: 'C:\\Jürgen\\node.exe' },
    );
    const read = text.indexOf('65001');
    expect(read).toBeGreaterThan(-1);
    expect(read).toBeLessThan(text.indexOf('Jürgen'));
    expect(text.indexOf('%page% >nul')).toBeGreaterThan(text.indexOf('latchkey.cjs'));
    expect(text.indexOf('%page% >nul')).toBeLessThan(text.indexOf('--id'));
    expect(script).not.toContain('chcp');
  });

  it('says what to do where there is no Node', () => {
    const text = credentialScriptWindows({ homeVariable: undefined }, undefined);
    expect(text).toContain('>&2 echo Latchkey is not running: open it, then try again.\r\nexit /b 1\r\n');
    expect(text).not.toContain('--id');
  });

  it('refuses a path that would end its quotation marks or its line', () => {
    for (const path of ['C:\\a"b', 'C:\\a\r\nb']) {
      expect(() => credentialScriptWindows({ homeVariable: undefined }, { ...fallback, node: path })).toThrow(
        'no .cmd file can carry',
      );
    }
  });
});
