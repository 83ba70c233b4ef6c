import { describe, expect, it } from 'vitest';
import { hotkeyWords, readHotkey } from '../../../src-main/core/settings/hotkey.ts';
import { settings } from '../../../src-main/core/settings/settings.ts';
import { fc } from '../../support/fc.ts';

describe('a hotkey', () => {
  it.each([
    ['CommandOrControl+Alt+K', 'CommandOrControl+Alt+K'],
    ['ctrl alt k', 'Control+Alt+K'],
    ['Alt + Ctrl + K', 'Control+Alt+K'],
    ['option+cmd+space', 'Command+Alt+Space'],
    ['win+shift+f5', 'Super+Shift+F5'],
    ['ctrl+ctrl+alt+pagedown', 'Control+Alt+PageDown'],
    ['F13', 'F13'],
    ['Ctrl+`', 'Control+`'],
    ['Ctrl+Shift+C', 'Control+Shift+C'],
  ])('%s is read as Electron’s %s', (text, accelerator) => {
    expect(readHotkey(text)).toEqual({ accelerator });
  });

  it.each([
    ['', /ends with a letter/],
    ['Ctrl+Alt', /ends with a letter.*not “Alt”/],
    ['Hyper+K', /“Hyper” is not a key to hold/],
    ['Ctrl+Alt+Foo', /not “Foo”/],
    ['Ctrl+K+J', /“K” is not a key to hold/],
    ['K', /No other program would have K/],
    ['Shift+K', /hold Ctrl, Alt or Super, too/],
    ['F5', /No other program would have F5/],
    ['Ctrl+C', /Programs use Ctrl or Cmd with C themselves/],
    ['constructor+K', /not a key to hold/],
    ['Ctrl+Alt+toString', /not “toString”/],
  ])('%s is refused in words', (text, words) => {
    expect(readHotkey(text)).toEqual({ fault: expect.stringMatching(words) as string });
  });

  it('that was read reads as itself, and the settings take it', () => {
    const words = fc.constantFrom(
      'ctrl',
      'Cmd',
      'alt',
      'shift',
      'super',
      'mod',
      'k',
      'F7',
      'f20',
      'space',
      'x',
    );
    const texts = fc.oneof(
      fc.array(words, { maxLength: 5 }).map((all) => all.join('+')),
      fc.string(),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const read = readHotkey(text);
        if ('fault' in read) {
          expect(read.fault).toMatch(/^[^\n]+[.]$/);
          return;
        }
        expect(readHotkey(read.accelerator)).toEqual(read);
        expect(settings.parse({ hotkey: read.accelerator }).hotkey).toBe(read.accelerator);
      }),
    );
  });

  it('is shown as the keys of the machine are called', () => {
    expect(hotkeyWords('CommandOrControl+Alt+K', false)).toBe('Ctrl+Alt+K');
    expect(hotkeyWords('CommandOrControl+Alt+K', true)).toBe('⌥⌘K');
    expect(hotkeyWords('Control+Shift+Space', true)).toBe('⌃⇧Space');
  });
});
