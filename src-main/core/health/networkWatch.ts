import type { Clock } from '../ports.ts';
import { isUnreached, type CallOutcome, type Unreached } from './watchedCalls.ts';

export interface NetworkState {
  /** `captive-portal`: something other than AWS answers, such as a network's sign-in page or a proxy. */
  readonly state: 'ok' | 'offline' | 'captive-portal';
  /** Why, and what can be done; null while all is well. */
  readonly trouble: { readonly message: string; readonly hint: string | null } | null;
}

/** Whether AWS is reached from here: from how calls went, and, only while they go wrong, from looks of its own. */
export interface NetworkWatch {
  readonly heard: (outcome: CallOutcome, region: string) => void;
  readonly state: () => NetworkState;
  /** Looks as soon as the pace allows, where there is trouble: the machine woke up, or a person asks. */
  readonly again: () => void;
  /** Looks while there is trouble, until aborted. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

export interface NetworkWatchPorts {
  readonly clock: Clock;
  /** Asks AWS's host of a region for nothing, without any secret. @throws AppError offline, not-aws */
  readonly look: (region: string, signal: AbortSignal) => Promise<unknown>;
  /** `state()` has become another. */
  readonly changed: () => void;
}

/** Milliseconds between two looks: at most 12 a minute (security.md 61), and soon fewer. */
const pausesMs = [5_000, 5_000, 10_000, 20_000, 40_000, 60_000] as const;

const well: NetworkState = { state: 'ok', trouble: null };

export function createNetworkWatch({ clock, look, changed }: NetworkWatchPorts): NetworkWatch {
  let state = well;
  /** Where a call went wrong that nobody has looked after yet. */
  let doubted: string | undefined;
  let wake: () => void = () => undefined;
  let looks = 0;

  function become(next: NetworkState): void {
    if (next.state === state.state && next.trouble?.message === state.trouble?.message) return;
    state = next;
    changed();
  }

  async function lookOnce(region: string, signal: AbortSignal): Promise<void> {
    looks += 1;
    try {
      await look(region, signal);
      doubted = undefined;
      become(well);
    } catch (error) {
      if (!isUnreached(error)) {
        doubted = undefined;
        become(well);
      } else if (doubted !== undefined) become(troubleOf(error));
    }
  }

  /** Until `wake()` is called, or the time is over. */
  async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const end = (): void => {
      over.abort();
    };
    signal.addEventListener('abort', end, { once: true });
    wake = end;
    if (signal.aborted) end();
    if (milliseconds === Infinity) await aborted(over.signal);
    else await clock.sleep(milliseconds, over.signal).catch(() => undefined);
    signal.removeEventListener('abort', end);
  }

  return {
    heard(outcome, region) {
      if (outcome === 'answered') {
        doubted = undefined;
        become(well);
      } else if (doubted === undefined) {
        // One host may be away alone: a look decides.
        doubted = region;
        looks = 0;
        wake();
      }
    },
    state: () => state,
    again: () => {
      if (doubted === undefined) return;
      looks = 0;
      wake();
    },
    async run(signal) {
      let lookedAt = -Infinity;
      const nextAt = (): number => lookedAt + (pausesMs[Math.min(looks, pausesMs.length - 1)] ?? 0);
      while (!signal.aborted) {
        const region = doubted;
        const left = region === undefined ? Infinity : nextAt() - clock.now();
        if (region === undefined || (left > 0 && left <= pausesMs[5])) await pause(left, signal);
        else {
          lookedAt = clock.now();
          await lookOnce(region, signal);
        }
      }
    },
  };
}

function troubleOf({ code, message, hint }: Unreached): NetworkState {
  return {
    state: code === 'offline' ? 'offline' : 'captive-portal',
    trouble: { message, hint: hint ?? null },
  };
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
  });
}
