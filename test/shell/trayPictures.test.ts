import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const states = ['idle', 'active', 'expiring', 'sign-in-needed'];

/** The endings of the pictures of a platform, and their sides in pixels. */
const linux = { '': 22, '@2x': 44 };
const macOs = { Template: 16, 'Template@2x': 32, 'Template@3x': 48 };
const windows = { '': 16, '@1.25x': 20, '@1.5x': 24, '@2x': 32, '@3x': 48 };
const onPanel = (panel: string) =>
  Object.fromEntries(Object.entries(windows).map(([scale, side]) => [`-on-${panel}${scale}`, side]));

it.each([
  ['linux', linux],
  ['darwin', macOs],
  ['win32', { ...onPanel('dark'), ...onPanel('light') }],
])('%s has a picture of every state at every scale, and no two are the same', (platform, sides) => {
  for (const [ending, side] of Object.entries(sides)) {
    const pictures = states.map((state) =>
      readFileSync(join(import.meta.dirname, '../../assets/tray', platform, `${state}${ending}.png`)),
    );
    // Width and height stand in the header of a PNG.
    for (const picture of pictures)
      expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([side, side]);
    expect(new Set(pictures.map((picture) => picture.toString('latin1'))).size).toBe(states.length);
  }
});
