import type { Running } from './contender.ts';

/** Milliseconds between two looks at the event loop. */
const resolution = 5;

/** Milliseconds. */
export interface Stall {
  /** The longest time without a turn of the event loop. */
  readonly longest: number;
  /** The most processor time of its thread between two turns: less, where others had the processor meanwhile. */
  readonly work: number;
}

/**
 * Watches the event loop of the main process, which passes on every key that a person presses; Linux only.
 * @returns the way to ask how it has stood still since then, or since it was asked last
 */
export async function stallsOfMain({ electron }: Pick<Running, 'electron'>): Promise<() => Promise<Stall>> {
  const watched = await electron.evaluateHandle((_electron, every) => {
    const { readFileSync } = process.getBuiltinModule('node:fs');
    const thread = `/proc/self/task/${process.pid}/schedstat`;
    const watch = {
      most: { longest: 0, work: 0 },
      before: { longest: performance.now(), work: NaN },
      turn(): void {
        const { most, before } = watch;
        // Its first number: nanoseconds on a processor.
        const now = { longest: performance.now(), work: parseInt(readFileSync(thread, 'latin1')) / 1e6 };
        most.longest = Math.max(most.longest, now.longest - before.longest - every);
        most.work = Math.max(most.work, now.work - (before.work || now.work));
        watch.before = now;
        setTimeout(() => {
          watch.turn();
        }, every);
      },
    };
    watch.turn();
    return watch;
  }, resolution);
  return () =>
    watched.evaluate((watch) => {
      const { most } = watch;
      watch.most = { longest: 0, work: 0 };
      return most;
    });
}
