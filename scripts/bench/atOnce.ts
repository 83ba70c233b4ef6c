import { performance } from 'node:perf_hooks';
import { setImmediate as others } from 'node:timers/promises';
import type { Measured } from './measure.ts';

/** Starts as many at once; `median` is the 99th percentile of their times in milliseconds, each from its own start. */
export async function atOnce(name: string, count: number, run: () => Promise<unknown>): Promise<Measured> {
  const runs: Promise<number>[] = [];
  for (let started = 0; started < count; started += 1) {
    const began = performance.now();
    runs.push(run().then(() => performance.now() - began));
    await others();
  }
  const times = (await Promise.all(runs)).toSorted((a, b) => a - b);
  return { name, median: times[Math.ceil(count * 0.99) - 1] ?? 0, slowest: times.at(-1) ?? 0 };
}
