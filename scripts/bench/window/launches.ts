import { setTimeout as pause } from 'node:timers/promises';
import type { Figure } from '../report.ts';
import { open, type Contender } from './contender.ts';
import { at, beside } from './figure.ts';
import { settling, type Pair } from './pair.ts';

/** In turns, so that whatever else the machine does hits both alike. */
export async function launches(
  { latchkey, hello }: Pair,
  profiles: string,
  rounds: number,
): Promise<readonly Figure[]> {
  const times = { latchkey: [] as number[], hello: [] as number[] };
  // The first round warms files and caches, and leaves behind what a start leaves for the next one.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, contender] of Object.entries({ latchkey, hello }) as [
      'latchkey' | 'hello',
      Contender,
    ][]) {
      const running = await open(contender);
      if (round === 0) await pause(settling);
      else times[name].push(running.launch);
      await running.end();
    }
  }
  return [
    beside(`launch to a list of ${profiles} profiles`, 'ms', at(times.latchkey, 0.5), at(times.hello, 0.5), {
      bound: 'hello world, launch to its page',
      aim: 1.25,
    }),
  ];
}
