import { expect } from 'vitest';

/** `expect` of what will be so, which a busy machine may take its time for. */
export const eventually = <Value>(get: () => Value) => expect.poll(get);
