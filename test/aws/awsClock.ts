/** AWS's own clock: real time, moved by the tests. Everything the stand-in dates, expires or signs goes by it. */
export interface AwsClock {
  /** Epoch milliseconds. */
  now(): number;
  /** Moves the clock by `milliseconds`; a negative number moves it back. */
  advance(milliseconds: number): void;
  /** Sets the clock to an epoch in milliseconds; it runs on from there. */
  set(epoch: number): void;
}

export function awsClock(): AwsClock {
  let offset = 0;
  return {
    now: () => Date.now() + offset,
    advance: (milliseconds) => {
      offset += milliseconds;
    },
    set: (epoch) => {
      offset = epoch - Date.now();
    },
  };
}
