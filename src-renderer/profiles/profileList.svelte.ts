import type { ListedProfile } from '../../src-main/contract.ts';
import { prepareSearch, wordsOf } from '../../src-main/core/search.ts';
import { view } from '../view.svelte.ts';
import { accountGroups, type Group } from './accountGroups.ts';
import { titleOf, type Choice } from './choice.ts';
import { layOut, type Heights } from './layout.ts';
import { standing } from './standing.svelte.ts';

/** What the list shows and which row of it is selected. */
export class ProfileList {
  choice = $state.raw<Choice>({ kind: 'all' });
  typed = $state('');
  /** As in tokens.css. */
  heights = $state.raw<Heights>({ row: 44, header: 36 });
  /** Counts up whenever the selected row should come into sight. */
  revealed = $state(0);
  #chosenId = $state<string | undefined>(undefined);
  #lastIndex = 0;

  words = $derived(wordsOf(this.typed));
  searching = $derived(this.words.length > 0);
  ofChoice = $derived(rowsOf(this.choice));
  #prepared = $derived(prepareSearch(this.ofChoice));
  #before = $derived(Uint8Array.from(this.ofChoice, ({ id }) => standing.before(id)));
  #found = $derived(this.#prepared.find(this.typed, 'typed', (at) => this.#before[at] ?? 0));
  /** Apart from what is found, so that leaving a search sorts nothing again. */
  #browsed = $derived(
    layOut(this.choice.kind === 'recent' ? flat(this.ofChoice) : accountGroups(this.ofChoice), this.heights),
  );
  layout = $derived(this.searching ? layOut(flat(this.#found), this.heights) : this.#browsed);
  /** What is asked for: while it is the same, other rows are news and must not move what is looked at. */
  question = $derived(`${this.choice.kind} ${titleOf(this.choice)} ${this.words.join(' ')}`);

  selectedIndex = $derived.by(() => {
    const { rows } = this.layout;
    const at = this.#chosenId === undefined ? 0 : rows.findIndex(({ id }) => id === this.#chosenId);
    // The chosen row is gone: the one that took its place.
    return Math.min(at === -1 ? this.#lastIndex : at, rows.length - 1);
  });
  selected = $derived<ListedProfile | undefined>(this.layout.rows[this.selectedIndex]);

  /** The row that the person chose, which stays selected while rows come and go. */
  get chosenId(): string | undefined {
    return this.#chosenId;
  }

  /** Makes the search ready before the first letter. */
  prepare(): void {
    this.#prepared.find('');
  }

  choose(choice: Choice): void {
    this.choice = choice;
    this.#chosenId = undefined;
  }

  /** Other words select the best match. */
  search(typed: string): void {
    this.typed = typed;
    this.#chosenId = undefined;
  }

  /** Back to browsing, at the row that was found. */
  clear(): void {
    const found = this.selected?.id;
    this.search('');
    this.#chosenId = found;
    this.revealed += 1;
  }

  select(index: number): void {
    const at = Math.max(0, Math.min(index, this.layout.rows.length - 1));
    this.#lastIndex = at;
    this.#chosenId = this.layout.rows[at]?.id;
  }

  /** Selects the row so many further on, and brings it into sight. */
  move(by: number): void {
    this.select(this.selectedIndex + by);
    this.revealed += 1;
  }
}

function flat(rows: readonly ListedProfile[]): readonly Group[] {
  return [{ account: null, rows }];
}

function rowsOf(choice: Choice): readonly ListedProfile[] {
  const { rows } = view;
  switch (choice.kind) {
    case 'all':
      return rows;
    case 'sign-in':
      return rows.filter(({ ssoSession }) => ssoSession === choice.ssoSession);
    case 'origin':
      return rows.filter(({ ssoSession, origin }) => ssoSession === null && origin === choice.origin);
    case 'favourites':
      return rows.filter(({ id }) => standing.favourites.has(id));
    case 'active':
      return rows.filter(({ id }) => standing.active.has(id));
    case 'recent': {
      const wanted = new Map(rows.filter(({ id }) => standing.recents.has(id)).map((row) => [row.id, row]));
      return [...standing.recents.keys()].flatMap((id) => wanted.get(id) ?? []);
    }
  }
}

export const profileList = new ProfileList();
