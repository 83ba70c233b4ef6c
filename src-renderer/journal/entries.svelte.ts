import type { JournalEntry } from '../../src-main/contract.ts';
import { call } from '../api.ts';

/** As many as anybody looks through at once. */
const page = 100;

/** What the page of the journal shows. */
export class Entries {
  /** The newest first; undefined until they came. */
  shown = $state.raw<readonly JournalEntry[]>();
  /** There are older ones. */
  more = $state(false);
  #wanted = page;

  /** @throws CommandError */
  async load(): Promise<void> {
    const wanted = this.#wanted;
    const { entries } = await call('journal', { most: wanted + 1 });
    this.shown = entries.slice(0, wanted);
    this.more = entries.length > wanted;
  }

  /** @throws CommandError */
  async loadMore(): Promise<void> {
    this.#wanted += page;
    await this.load();
  }

  /** @throws CommandError */
  async clear(): Promise<void> {
    await call('clearJournal', {});
    this.#wanted = page;
    await this.load();
  }
}
