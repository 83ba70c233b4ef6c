import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { labelColours } from '../../src-main/core/guard/labelColours.ts';

const css = readFileSync(join(import.meta.dirname, '../../src-renderer/styles/tokens.css'), 'utf8');
const [normal = '', high = ''] = css.split('@media (prefers-contrast: more)');
const pairsIn = (text: string): ReadonlyMap<string, readonly [light: string, dark: string]> =>
  new Map(
    [...text.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
      ([, name = '', light = '', dark = '']) => [name, [light, dark]],
    ),
  );
const usual = pairsIn(normal);
const more = new Map([...usual, ...pairsIn(high)]);
const backgrounds = ['bg', 'bg-side', 'bg-raised', 'bg-hover', 'bg-selected'];

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

describe.each(labelColours)('a %s label', (colour) => {
  it.each([
    ['light', 0, usual, 4.5],
    ['dark', 1, usual, 4.5],
    ['light with high contrast', 0, more, 7],
    ['dark with high contrast', 1, more, 7],
  ] as const)('is read on every background: %s', (_theme, at, tokens, least) => {
    const tone = tokens.get(`label-${colour}`)?.[at];
    for (const name of backgrounds) {
      const background = tokens.get(name)?.[at];
      expect(contrast(tone ?? '', background ?? ''), name).toBeGreaterThanOrEqual(least);
    }
  });
});
