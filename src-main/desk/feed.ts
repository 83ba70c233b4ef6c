import type { App } from '../app.ts';
import type { ListedProfile, LiveView, WindowEvent } from '../contract.ts';
import type { Clock, Log } from '../core/ports.ts';
import type { DeskState } from './desk.ts';
import { createRowSender, type RowList } from './rowSender.ts';

/** Quicker than anybody reads is wasted: progress is told some hundred times a second. */
const lookEveryMs = 100;
/** Keys expire, and other programs write the AWS files, with nobody telling. */
const tickMs = 30_000;

export interface FeedPorts {
  readonly snapshot: App['snapshot'];
  readonly deskState: () => DeskState;
  readonly shellState: () => LiveView['shell'];
  readonly clock: Clock;
  readonly log: Log;
}

/** Pushes the two snapshots, rows and live, to whoever listens: the window, the tray. */
export interface Feed {
  /** Something may have changed. */
  poke(): void;
  /**
   * The listener gets what is known at once, and all that follows. `shown` are the packed rows that it has already.
   * @returns the way to leave
   */
  subscribe(listener: (event: WindowEvent) => void, shown?: readonly string[]): () => void;
  /** Called whenever `live()` or `rows()` has changed. @returns the way to leave */
  onChange(listener: () => void): () => void;
  /** Undefined until the first look. */
  live(): LiveView | undefined;
  rows(): readonly ListedProfile[];
  /** Looks at the state after each poke, one look at a time, until aborted. */
  run(signal: AbortSignal): Promise<void>;
}

interface Listener {
  readonly send: (event: WindowEvent) => void;
  readonly sendRows: (list: RowList) => void;
}

export function createFeed({ snapshot, deskState, shellState, clock, log }: FeedPorts): Feed {
  const listeners = new Set<Listener>();
  const watchers = new Set<() => void>();
  let list: RowList | undefined;
  let live: LiveView | undefined;
  let liveText = '';
  let poked = true;
  let wake: (() => void) | undefined;

  function poke(): void {
    poked = true;
    wake?.();
  }

  async function look(signal: AbortSignal): Promise<void> {
    const seen = await snapshot(
      { rowsVersion: list?.version ?? null },
      { signal, progress: () => undefined },
    );
    const now = { ...seen.live, desk: deskState(), shell: shellState() };
    const text = JSON.stringify(now);
    const isNewLive = text !== liveText;
    if (isNewLive) {
      live = now;
      liveText = text;
      for (const { send } of listeners) send({ kind: 'live', live: now });
    }
    if (seen.rows !== null) {
      list = { version: seen.rowsVersion, rows: seen.rows };
      for (const { sendRows } of listeners) sendRows(list);
    }
    if (isNewLive || seen.rows !== null) for (const watcher of watchers) watcher();
  }

  /** Waits for a poke or the tick. False once it is over. */
  async function due(signal: AbortSignal): Promise<boolean> {
    if (poked || signal.aborted) return !signal.aborted;
    const over = new AbortController();
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
      signal.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true, signal: over.signal },
      );
    });
    await Promise.race([woken, clock.sleep(tickMs, over.signal).catch(() => undefined)]);
    over.abort();
    wake = undefined;
    return !signal.aborted;
  }

  return {
    poke,
    live: () => live,
    rows: () => list?.rows ?? [],
    subscribe(given, shown) {
      const left = new AbortController();
      const send = (event: WindowEvent): void => {
        if (left.signal.aborted) return;
        try {
          given(event);
        } catch {
          // A window that is just being closed must not end the feed of the others.
          log.write('feed.unheard');
        }
      };
      const listener = { send, sendRows: createRowSender(clock, left.signal, send, shown) };
      listeners.add(listener);
      if (live !== undefined) send({ kind: 'live', live });
      if (list !== undefined) listener.sendRows(list);
      poke();
      return () => {
        listeners.delete(listener);
        left.abort();
      };
    },
    onChange(watcher) {
      watchers.add(watcher);
      poke();
      return () => {
        watchers.delete(watcher);
      };
    },
    async run(signal) {
      while (await due(signal)) {
        poked = false;
        await look(signal).catch((error: unknown) => {
          log.write('feed.fault', { reason: error instanceof Error ? error.name : typeof error });
        });
        await clock.sleep(lookEveryMs, signal).catch(() => undefined);
      }
    },
  };
}
