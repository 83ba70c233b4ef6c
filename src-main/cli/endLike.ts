import { constants } from 'node:os';

/** Their default writes a core of this process, which has held keys. */
const dumpsCore: readonly NodeJS.Signals[] = [
  'SIGQUIT',
  'SIGILL',
  'SIGTRAP',
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGSEGV',
  'SIGXCPU',
  'SIGXFSZ',
  'SIGSYS',
];

/**
 * Ends this process by the signal that ended the program it ran, so that whoever waits sees it: a loop in a shell
 * stops at Ctrl-C only where its command died of it. Comes back where that is not possible, with the exit code that
 * shells count for it.
 */
export function endLike(signal: NodeJS.Signals): number {
  if (process.platform !== 'win32' && !dumpsCore.includes(signal)) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  }
  return 128 + constants.signals[signal];
}
