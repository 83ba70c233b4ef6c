import { app, powerMonitor } from 'electron';
import type { Log } from '../core/ports.ts';
import { followScreenLock } from './screenLock.ts';

/** Times are compared anew as soon as the machine, or the person, is back: timers lie after sleep. */
export function onReturn(log: Log, back: () => void): void {
  powerMonitor.on('suspend', () => {
    log.write('power.suspend');
  });
  powerMonitor.on('resume', () => {
    log.write('power.resume');
    back();
  });
  powerMonitor.on('unlock-screen', back);
}

/** Calls `locked` whenever the person, or the desktop, locks the screen. */
export function onScreenLock(environment: NodeJS.ProcessEnv, locked: () => void): void {
  if (process.platform === 'linux') followScreenLock(environment, locked);
  else powerMonitor.on('lock-screen', locked);
}

/** Calls `ends` when the person logs out or the machine is shut down, as far as the desktop says so beforehand. */
export function onSessionEnd(ends: () => void): void {
  powerMonitor.on('shutdown', ends);
  app.on('browser-window-created', (_event, window) => {
    window.on('session-end', ends);
  });
}
