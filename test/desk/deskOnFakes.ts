import type { WindowEvent } from '../../src-main/contract.ts';
import type { InstalledBrowser } from '../../src-main/core/console/installedBrowser.ts';
import { announcing } from '../../src-main/desk/announcing.ts';
import { createDesk, type DeskState, type PageOpening } from '../../src-main/desk/desk.ts';
import { createFeed } from '../../src-main/desk/feed.ts';
import { createAppOnFakes } from '../support/appOnFakes.ts';
import { emptyLive } from '../support/emptyLive.ts';
import { noSources } from '../support/noSources.ts';

/** Desk and feed joined as main joins them, over the real App. `window` opens one that keeps what it is sent. */
export async function createDeskOnFakes() {
  const fakes = await createAppOnFakes();
  const opened: string[] = [];
  const openings: PageOpening[] = [];
  const installed: InstalledBrowser[] = [];
  const copied: string[] = [];
  const states: DeskState[] = [];
  const log = { write: () => undefined };
  const poke = (): void => {
    feed.poke();
  };
  const app = announcing(fakes.app, poke);
  const desk = createDesk(
    {
      app,
      log,
      clock: fakes.clock,
      platform: 'linux',
      openPage: async (link, how) => {
        opened.push(link);
        openings.push(how);
      },
      browsers: { installed: async () => installed },
      copy: async (text) => {
        copied.push(text);
      },
      ...noSources,
    },
    () => {
      states.push(desk.state());
      poke();
    },
  );
  let look: Promise<unknown> = Promise.resolve();
  const feed = createFeed({
    snapshot: (...given) => {
      const seen = app.snapshot(...given);
      look = seen;
      return seen;
    },
    deskState: desk.state,
    shellState: () => emptyLive.shell,
    clock: fakes.clock,
    log,
  });
  feed.onChange(() => {
    desk.hear(feed.live()?.signIns ?? []);
  });
  const stop = new AbortController();
  const running = feed.run(stop.signal);
  return {
    ...fakes,
    app,
    desk,
    feed,
    opened,
    /** How each page was opened. */
    openings,
    /** The browsers of the machine. */
    installed,
    copied,
    /** The desk's state each time it said that it had become another. */
    states,
    /** The look that the feed has begun, if any, is over. */
    async looked(): Promise<void> {
      await look;
    },
    window() {
      const events: WindowEvent[] = [];
      return { events, close: feed.subscribe((event) => events.push(event)) };
    },
    async remove() {
      stop.abort();
      await running;
      await fakes.remove();
    },
  };
}

/** A door that stays shut until `open`; whoever passes waits. */
export function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    open: () => {
      open();
    },
    pass: () => opened,
  };
}
