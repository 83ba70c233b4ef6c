import { readFileSync, writeFileSync } from 'node:fs';

/** Below it the page cannot be used; 480 is also what 960 is at 200 % zoom. */
export const leastSize = { width: 480, height: 400 };
const first = { width: 1280, height: 800 };

const most = 20_000;

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowPlace {
  readonly bounds: Rectangle;
  readonly maximized: boolean;
}

/** Where the window was, if that is still on a screen; else its size alone, or the first one. */
export function readWindowPlace(
  file: string,
  screens: readonly Rectangle[],
): Partial<Rectangle> & { readonly maximized?: boolean } {
  const place = read(file);
  if (place === undefined) return first;
  const { bounds, maximized } = place;
  if (screens.some((screen) => canBeSeizedOn(screen, bounds))) return { ...bounds, maximized };
  const { width, height } = bounds;
  return { width, height, maximized };
}

/** A place that cannot be kept is no trouble worth telling. */
export function keepWindowPlace(file: string, place: WindowPlace): void {
  try {
    writeFileSync(file, JSON.stringify(place), { mode: 0o600 });
  } catch {
    // The next window opens where the one before did.
  }
}

function read(file: string): WindowPlace | undefined {
  try {
    return placeIn(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** By hand: a schema would have to be loaded before the window can open. @throws where it is no object */
function placeIn(read: unknown): WindowPlace | undefined {
  const { bounds, maximized } = read as { readonly bounds: Rectangle; readonly maximized: unknown };
  const { x, y, width, height } = bounds;
  if (typeof maximized !== 'boolean' || ![x, y, width, height].every(Number.isSafeInteger)) return undefined;
  if (width < leastSize.width || height < leastSize.height || Math.max(width, height) > most)
    return undefined;
  return { bounds: { x, y, width, height }, maximized };
}

/** Enough of its upper edge is on the screen to drag it by. */
function canBeSeizedOn(screen: Rectangle, { x, y, width }: Rectangle): boolean {
  const across = Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x);
  return across >= 100 && y >= screen.y && y <= screen.y + screen.height - 40;
}
