import { performance } from 'node:perf_hooks';

export interface Contestant {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

export interface Measured {
  readonly name: string;
  /** Milliseconds. */
  readonly median: number;
  readonly slowest: number;
}

/**
 * Times the contestants in turns, round after round, so that whatever else the machine does hits all of them alike.
 * Figures of one run may be compared with each other, never with another machine's.
 */
export async function measure(
  rounds: number,
  contestants: readonly Contestant[],
): Promise<readonly Measured[]> {
  const times = new Map(contestants.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, run } of contestants) {
      const began = performance.now();
      await run();
      // The first round warms files and caches.
      if (round > 0) times.get(name)?.push(performance.now() - began);
    }
  }
  return contestants.map(({ name }) => {
    const sorted = (times.get(name) ?? []).toSorted((a, b) => a - b);
    return { name, median: sorted[Math.floor(sorted.length / 2)] ?? 0, slowest: sorted.at(-1) ?? 0 };
  });
}
