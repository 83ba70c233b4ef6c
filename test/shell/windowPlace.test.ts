import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepWindowPlace, readWindowPlace } from '../../src-main/shell/windowPlace.ts';
import { fc } from '../support/fc.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const bounds = { x: 100, y: 50, width: 900, height: 700 };
let folder: string;
const file = () => join(folder, 'window.json');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lk-place-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the window', () => {
  it('opens where it was closed', () => {
    keepWindowPlace(file(), { bounds, maximized: true });
    expect(readWindowPlace(file(), [screen])).toEqual({ ...bounds, maximized: true });
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('keeps its size, but not a place on a screen that is gone', () => {
    for (const odd of [{ x: 2500 }, { y: -900 }, { y: 1070 }, { x: -850 }]) {
      keepWindowPlace(file(), { bounds: { ...bounds, ...odd }, maximized: false });
      expect(readWindowPlace(file(), [screen])).toEqual({ width: 900, height: 700, maximized: false });
    }
  });

  it('opens whatever the file holds, and is never too small to use', () => {
    const first = readWindowPlace(file(), [screen]);
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        writeFileSync(file(), text);
        expect(readWindowPlace(file(), [screen])).toEqual(first);
      }),
    );
    writeFileSync(file(), JSON.stringify({ bounds: { ...bounds, width: 10 }, maximized: false }));
    expect(readWindowPlace(file(), [screen])).toEqual(first);
  });

  it('closes although its place cannot be kept', () => {
    expect(() => {
      keepWindowPlace(join(folder, 'none', 'window.json'), { bounds, maximized: false });
    }).not.toThrow();
  });
});
