import type { ListedProfile } from '../../src-main/contract.ts';
import { wordsOf, type Places } from '../../src-main/core/search.ts';
import { view } from '../view.svelte.ts';
import { accountGroups, type Grouped, type Rows } from './accountGroups.ts';
import { titleOf, type Choice } from './choice.ts';
import { inSight } from './inSight.svelte.ts';
import { layOut, type Heights, type Layout } from './layout.ts';
import { rowSearch } from './rowSearch.ts';
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
  /** The whole list's, which is ready before anybody types, whatever part of it is shown. */
  #search = $derived(rowSearch(view.rows));
  #before = $derived(beforeOf(view.rows));
  #among = $derived(amongRows(view.rows, this.ofChoice));
  #found = $derived(rowsAt(view.rows, this.#search.places(this.typed, 'typed', this.#before, this.#among)));
  /** Apart from what is found, so that leaving a search sorts nothing again. */
  #browsed = $derived(
    layOut(this.choice.kind === 'recent' ? flat(this.ofChoice) : accountGroups(this.ofChoice), this.heights),
  );
  /** What is searched or chosen waits for the whole list: a part of it would be a wrong answer. */
  #top = $derived(this.choice.kind === 'all' ? topLayout(this.heights) : undefined);
  layout = $derived(this.searching ? layOut(flat(this.#found), this.heights) : (this.#top ?? this.#browsed));
  /** What is asked for: while it is the same, other rows are news and must not move what is looked at. */
  question = $derived(`${this.choice.kind} ${titleOf(this.choice)} ${this.words.join(' ')}`);

  selectedIndex = $derived.by(() => {
    const { rows } = this.layout;
    const at = this.#chosenId === undefined ? 0 : rows.findIndex(({ id }) => id === this.#chosenId);
    // The chosen row is gone: the one that took its place.
    return Math.min(at === -1 ? this.#lastIndex : at, rows.length - 1);
  });
  selected = $derived<ListedProfile | undefined>(rowAt(this.layout, this.selectedIndex));

  /** The row that the person chose, which stays selected while rows come and go. */
  get chosenId(): string | undefined {
    return this.#chosenId;
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
    this.#chosenId = rowAt(this.layout, at)?.id;
  }

  /** Selects the row so many further on, and brings it into sight. */
  move(by: number): void {
    this.select(this.selectedIndex + by);
    this.revealed += 1;
  }
}

function flat(rows: Rows): Grouped {
  return { rows, groups: [{ account: null, count: rows.length }] };
}

/** Rows of a list by their index: of what is found, few are ever looked at. */
function rowsAt(all: readonly ListedProfile[], places: Places): Rows {
  return {
    length: places.length,
    at: (index) => all[places.at(index) ?? -1],
    findIndex: (is) => places.findIndex((place) => all[place] !== undefined && is(all[place])),
  };
}

/** What `standing` says of each row, few of which it knows. */
function beforeOf(rows: readonly ListedProfile[]): Uint8Array {
  const { steps, otherStep } = standing;
  const before = new Uint8Array(rows.length).fill(otherStep);
  if (steps.size > 0)
    for (let at = 0; at < rows.length; at += 1) before[at] = steps.get(rows[at]?.id ?? '') ?? otherStep;
  return before;
}

/** @param index -1 where there are none */
function rowAt({ rows }: Layout, index: number): ListedProfile | undefined {
  return index < 0 ? undefined : rows.at(index);
}

/** The top of a list that is still on its way, as high as all of it. */
function topLayout(heights: Heights): Layout | undefined {
  if (view.top === undefined) return undefined;
  const { rows, total, accounts } = view.top;
  const height = total * heights.row + accounts * heights.header;
  return { ...layOut(accountGroups(rows), heights), height, lines: total + accounts };
}

/** Which rows are of the choice, by their index; undefined: all are. */
function amongRows(
  all: readonly ListedProfile[],
  some: readonly ListedProfile[],
): ((at: number) => boolean) | undefined {
  if (all === some) return undefined;
  const rows = new Set(some);
  const isAmong = Uint8Array.from(all, (row) => (rows.has(row) ? 1 : 0));
  return (at) => isAmong[at] === 1;
}

function rowsOf(choice: Choice): readonly ListedProfile[] {
  const { rows } = inSight;
  switch (choice.kind) {
    case 'hidden':
      return view.rows.filter(({ hidden }) => hidden !== undefined);
    case 'added':
      return rows.filter(({ id }) => choice.ids.has(id));
    case 'all':
      return rows;
    case 'sign-in':
      return rows.filter(({ ssoSession }) => ssoSession === choice.ssoSession);
    case 'origin':
      return rows.filter(({ ssoSession, origin }) => ssoSession === null && origin === choice.origin);
    case 'favourites':
      return rows.filter(({ id }) => standing.favourites.has(id));
    case 'active':
      // Keys that are out are never out of sight.
      return view.rows.filter(({ id }) => standing.active.has(id));
    case 'recent': {
      const wanted = new Map(rows.filter(({ id }) => standing.recents.has(id)).map((row) => [row.id, row]));
      return [...standing.recents.keys()].flatMap((id) => wanted.get(id) ?? []);
    }
  }
}

export const profileList = new ProfileList();
