import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { app, BrowserWindow } from 'electron';
import type { Clock } from '../core/ports.ts';

/** Milliseconds after which whoever put the window away for a moment has it again. */
const soon = 2_000;
/** Milliseconds until a start has nothing more to do. */
const longestStart = 10_000;

/**
 * Gives the system back what a start and a window leave behind, once there is no window. V8 keeps the room of what
 * nobody needs any more until it runs short of it, which an application that sits in the tray for days never does.
 */
export function shedMemory(clock: Clock): void {
  let waiting = new AbortController();
  const shedIn = (milliseconds: number): void => {
    waiting.abort();
    waiting = new AbortController();
    clock
      .sleep(milliseconds, waiting.signal)
      .then(shed)
      .catch(() => undefined);
  };
  app.on('browser-window-created', () => {
    waiting.abort();
  });
  app.on('window-all-closed', () => {
    shedIn(soon);
  });
  if (BrowserWindow.getAllWindows().length === 0) shedIn(longestStart);
}

/** It takes a tenth of a second: nobody types while there is no window. */
function shed(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext("gc({ type: 'major', execution: 'sync', flavor: 'last-resort' })");
}
