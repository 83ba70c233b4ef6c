import type { ListedProfile, LiveView, WindowEvent } from '../src-main/contract.ts';
import type { Bridge } from './api.ts';

/** Milliseconds between two looks at the clock. */
const tick = 30_000;

/** The two snapshots that main pushes. The window mirrors them and merges nothing. */
class View {
  /** Every profile; replaced whole, so nothing in it is watched. */
  rows = $state.raw<readonly ListedProfile[]>([]);
  live = $state.raw<LiveView | undefined>(undefined);
  /** Whether the list has come once: an empty one is then known to be empty. */
  listed = $state(false);
  /** Epoch milliseconds, moved on twice a minute, so that times left are right. */
  now = $state(Date.now());

  #chunks: { version: string; rows: ListedProfile[] } = { version: '', rows: [] };

  follow(bridge: Bridge): void {
    bridge.listen((event) => {
      this.take(event);
    });
    this.#moveOn();
    // A hidden window's timers are slowed down: the first look after it must be right.
    window.addEventListener('focus', () => {
      this.now = Date.now();
    });
  }

  take(event: WindowEvent): void {
    this.now = Date.now();
    if (event.kind === 'live') {
      this.live = event.live;
      return;
    }
    if (event.from === 0) this.#chunks = { version: event.version, rows: [] };
    const { version, rows } = this.#chunks;
    // A chunk of a list that has been replaced meanwhile.
    if (version !== event.version || rows.length !== event.from) return;
    rows.push(...event.rows);
    if (rows.length < event.total) return;
    this.rows = rows;
    this.listed = true;
  }

  #moveOn(): void {
    this.now = Date.now();
    setTimeout(() => {
      this.#moveOn();
    }, tick);
  }
}

export const view = new View();
