import { vi } from 'vitest';

/**
 * Waits for what a test expects to come true, asking every few milliseconds. What takes longest is a guard against
 * waiting for ever: on a machine with much else to do nothing is late.
 */
export const until = <Result>(holds: () => Result | Promise<Result>): Promise<Result> =>
  vi.waitFor(holds, { timeout: 30_000, interval: 5 });
