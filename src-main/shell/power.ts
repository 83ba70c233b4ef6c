import { powerMonitor } from 'electron';
import type { Log } from '../core/ports.ts';

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
