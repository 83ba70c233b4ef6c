import type { ChildProcess } from 'node:child_process';
import { isInForeground } from './isInForeground.ts';

/** A terminal sends these to everyone in its foreground; passed on, they would come twice, and twice means “at once”. */
const typed = ['SIGINT', 'SIGQUIT', 'SIGWINCH'] as const;
/** SIGUSR1 must be heard, too: unheard it opens Node's inspector. */
const sent = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGCONT'] as const;

/**
 * From here on signals are those of the programs we run: Ctrl-C does not end us before them. SIGTSTP keeps its
 * meaning, which stops us beside them. `heard` is told what came.
 */
export function passSignals(
  children: () => Iterable<ChildProcess>,
  heard: (signal: NodeJS.Signals) => void = () => undefined,
): void {
  if (process.platform === 'win32') return;
  process.removeAllListeners('SIGINT');
  for (const signal of [...typed, ...sent]) {
    process.on(signal, () => {
      heard(signal);
      if (typed.some((one) => one === signal) && isInForeground()) return;
      for (const child of children()) child.kill(signal);
    });
  }
}
