import { expect } from 'vitest';

/** `expect` of what will be so within 10 seconds on a busy machine, asked every 20 milliseconds. */
export const eventually = <Value>(get: () => Value) => expect.poll(get, { timeout: 10_000, interval: 20 });
