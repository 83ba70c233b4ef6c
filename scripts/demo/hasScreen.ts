import { hasDisplay } from './hasDisplay.ts';

/** Somebody sits at this terminal, before a display that a browser can open on. */
export function hasScreen(): boolean {
  return hasDisplay() && process.stdin.isTTY && process.stdout.isTTY;
}
