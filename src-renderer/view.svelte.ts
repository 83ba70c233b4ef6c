import type { FirstScreen, ListedProfile, LiveView, WindowEvent } from '../src-main/contract.ts';
import { unpackRows } from '../src-main/core/packedRows.ts';
import type { Bridge } from './api.ts';
import { inTurns } from './inTurns.ts';
import { keptParts } from './keptParts.ts';
import { createArrivals } from './profiles/arrivals.ts';

/** Milliseconds between two looks at the clock. */
const tick = 30_000;

type RowsEvent = Extract<WindowEvent, { kind: 'rows' }>;

/** The top of a list whose rest is on its way. */
interface ListTop extends Omit<FirstScreen, 'rows'> {
  readonly rows: readonly ListedProfile[];
}

/**
 * The two snapshots that main pushes. The window mirrors them: of a list only the chunks come that changed, the others
 * are taken from the list before, and that is all it merges.
 */
class View {
  /** Every profile as they are browsed, by account and role; replaced whole, so nothing in it is watched. */
  rows = $state.raw<readonly ListedProfile[]>([]);
  live = $state.raw<LiveView | undefined>(undefined);
  /** Whether the list has come once: an empty one is then known to be empty. */
  listed = $state(false);
  /** At a start, until the list has come. */
  top = $state.raw<ListTop | undefined>(undefined);
  /** Epoch milliseconds, moved on twice a minute, so that times left are right. */
  now = $state(Date.now());

  /** The rows as they came last, in main's order. */
  #came: readonly ListedProfile[] | undefined = undefined;
  /** Until the rows of the window before are shown. */
  #kept: Promise<void> | undefined = undefined;
  /** What has come while the rows of the window before are unpacked. */
  #waiting: RowsEvent[] | undefined = undefined;
  #chunks: { version: string; rows: ListedProfile[]; isNew: boolean } = {
    version: '',
    rows: [],
    isNew: false,
  };
  #arrive = createArrivals((rows) => {
    this.rows = rows;
    this.listed = true;
    this.top = undefined;
  });

  follow(bridge: Bridge): void {
    bridge.listen((event) => {
      this.take(event);
      // Main waits for the list that takes its time.
      return event.kind === 'kept-rows' ? this.#kept : undefined;
    });
    this.#moveOn();
    // A hidden window's timers are slowed down: the first look after it must be right.
    window.addEventListener('focus', () => {
      this.now = this.time();
    });
  }

  /** Epoch milliseconds by AWS's clock: this machine's may be wrong, and main knows by how much. */
  time(): number {
    return Date.now() + (this.live?.clock.offset ?? 0);
  }

  take(event: WindowEvent): void {
    if (event.kind === 'live') this.live = keptParts(this.live, event.live);
    this.now = this.time();
    if (event.kind === 'live' || event.kind === 'summoned') return;
    if (event.kind === 'first-screen') this.#takeTop(event.screen);
    else if (event.kind === 'kept-rows') this.#kept = this.#takeKept(event.texts);
    else if (this.#waiting === undefined) this.#takeRows(event);
    else this.#waiting.push(event);
  }

  #takeTop({ rows, total, accounts }: FirstScreen): void {
    if (this.#came === undefined) this.top = { rows: unpackRows(rows), total, accounts };
  }

  #takeKept(texts: readonly string[]): Promise<void> | undefined {
    if (this.#came !== undefined) return undefined;
    if (this.top !== undefined) return this.#unpack(texts);
    return this.#show(texts.flatMap((text) => unpackRows<ListedProfile>(text)));
  }

  async #unpack(texts: readonly string[]): Promise<void> {
    const waiting: RowsEvent[] = [];
    this.#waiting = waiting;
    const rows = await inTurns(unpacking(texts));
    this.#waiting = undefined;
    const shown = this.#show(rows);
    for (const event of waiting) this.#takeRows(event);
    await shown;
  }

  #takeRows({ version, from, total, rows: its }: RowsEvent): void {
    const came = this.#came;
    if (from === 0) this.#chunks = { version, rows: [], isNew: total !== came?.length };
    const chunks = this.#chunks;
    // A chunk of a list that has been replaced meanwhile.
    if (version !== chunks.version || chunks.rows.length !== from) return;
    if (typeof its === 'number') chunks.rows.push(...(came ?? []).slice(from, from + its));
    else {
      chunks.rows.push(...unpackRows<ListedProfile>(its));
      chunks.isNew = true;
    }
    if (chunks.rows.length < total || !chunks.isNew) return;
    void this.#show(chunks.rows);
  }

  #show(rows: readonly ListedProfile[]): Promise<void> | undefined {
    const isFirst = !this.listed && this.top === undefined;
    this.#came = rows;
    return this.#arrive(rows, isFirst);
  }

  #moveOn(): void {
    this.now = this.time();
    setTimeout(() => {
      this.#moveOn();
    }, tick);
  }
}

function* unpacking(texts: readonly string[]): Generator<undefined, readonly ListedProfile[]> {
  const rows: ListedProfile[] = [];
  for (const text of texts) {
    rows.push(...unpackRows<ListedProfile>(text));
    yield;
  }
  return rows;
}

export const view = new View();
