import { readFileSync } from 'node:fs';
import { isTerminal } from './isTerminal.ts';

/**
 * Whether what is typed at a terminal reaches this process: then Ctrl-C has gone to all of its group, and whom we run
 * has it already. Where the system does not tell, a terminal at any of the standard streams counts.
 */
export function isInForeground(): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'latin1');
    const [, , group, , , ofTerminal] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return group === ofTerminal;
  } catch {
    return (['stdin', 'stdout', 'stderr'] as const).some(isTerminal);
  }
}
