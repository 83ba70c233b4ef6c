import type { Clock } from '../core/ports.ts';

/** Milliseconds: nobody reads a menu longer, and what it says may be old by then. */
const longest = 15_000;

/** Keeps a menu as it is while somebody is at it: one that is replaced under the pointer hears no click. */
export interface MenuHold {
  /** The menu, or a part of it, was opened. */
  readonly opened: () => void;
  readonly closed: () => void;
  readonly isHeld: () => boolean;
}

/** `released` is called when it may be replaced again. Desktops on Linux say that it opens, never that it closed. */
export function createMenuHold(clock: Clock, released: () => void): MenuHold {
  let held: AbortController | undefined;

  const closed = (): void => {
    if (held === undefined) return;
    held.abort();
    held = undefined;
    released();
  };
  return {
    opened: () => {
      held?.abort();
      const { signal } = (held = new AbortController());
      clock.sleep(longest, signal).then(
        () => {
          if (!signal.aborted) closed();
        },
        () => undefined,
      );
    },
    closed,
    isHeld: () => held !== undefined,
  };
}
