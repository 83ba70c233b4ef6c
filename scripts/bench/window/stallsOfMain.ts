import type { Running } from './contender.ts';

/** Milliseconds between two looks at the event loop. */
const resolution = 5;

/**
 * Watches the event loop of the main process, which passes on every key that a person presses.
 * @returns the way to ask for the longest time in milliseconds that it has stood still since then
 */
export async function stallsOfMain({ electron }: Pick<Running, 'electron'>): Promise<() => Promise<number>> {
  const watched = await electron.evaluateHandle((_electron, every) => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
    const delays = monitorEventLoopDelay({ resolution: every });
    delays.enable();
    return delays;
  }, resolution);
  return async () => (await watched.evaluate(({ max }) => max)) / 1e6 - resolution;
}
