import { performance } from 'node:perf_hooks';
import type { Measured } from './measure.ts';

/** Starts as many in one go; `median` is the 99th percentile of when they ended, in milliseconds from that moment. */
export async function atOnce(name: string, count: number, run: () => Promise<unknown>): Promise<Measured> {
  const began = performance.now();
  const ended = Array.from({ length: count }, () => run().then(() => performance.now() - began));
  const times = (await Promise.all(ended)).toSorted((a, b) => a - b);
  return { name, median: times[Math.ceil(count * 0.99) - 1] ?? 0, slowest: times.at(-1) ?? 0 };
}
