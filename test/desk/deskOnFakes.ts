import type { WindowEvent } from '../../src-main/contract.ts';
import { announcing } from '../../src-main/desk/announcing.ts';
import { createDesk, type DeskState } from '../../src-main/desk/desk.ts';
import { createFeed } from '../../src-main/desk/feed.ts';
import { createAppOnFakes } from '../support/appOnFakes.ts';
import { noSources } from '../support/noSources.ts';

/** Desk and feed joined as main joins them, over the real App. `window` opens one that keeps what it is sent. */
export async function createDeskOnFakes() {
  const fakes = await createAppOnFakes();
  const opened: string[] = [];
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
      openPage: async (link) => {
        opened.push(link);
      },
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
  const feed = createFeed({ snapshot: app.snapshot, deskState: desk.state, clock: fakes.clock, log });
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
    copied,
    /** The desk's state each time it said that it had become another. */
    states,
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
