import type { Clock } from '../ports.ts';
import type { ClockSkew } from './clockSkew.ts';

/**
 * AWS's time: this machine's, corrected by what AWS said. Everything that ends at AWS is compared with it: tokens, keys,
 * codes, responses. Waiting is the machine's own, because a wrong clock runs as fast as a right one.
 */
export function createCorrectedClock(machine: Clock, skew: Pick<ClockSkew, 'offset'>): Clock {
  return {
    now: () => machine.now() + skew.offset(),
    sleep: (milliseconds, signal) => machine.sleep(milliseconds, signal),
  };
}
