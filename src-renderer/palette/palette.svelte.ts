import { prepareSearch, wordsOf } from '../../src-main/core/search.ts';
import { lettersFound } from '../../src-main/core/searchLetters.ts';
import { allCommands } from './allCommands.ts';
import type { PaletteCommand } from './commands.ts';

/** More are found by typing on. */
const atMost = 80;

/**
 * Commands in the search field. What was typed for profiles stays with their list, which is searched no further
 * meanwhile and is there again when this closes.
 */
class Palette {
  /** What stands in the field, from its `>` on; undefined: it searches profiles. */
  typed = $state<string>();
  #chosenId = $state<string>();

  open = $derived(this.typed !== undefined);
  words = $derived(wordsOf(this.typed?.slice(1) ?? ''));
  #all = $derived(this.open ? allCommands() : []);
  #prepared = $derived(prepareSearch(this.#all.map(searchable)));
  #found = $derived(
    this.#prepared
      .find(this.words.join(' '), 'typed', (at) => titleRank(this.#all[at], this.words))
      .map(({ command }) => command),
  );
  found = $derived(this.#found.slice(0, atMost));
  /** How many there are besides. */
  more = $derived(this.#found.length - this.found.length);
  index = $derived(
    Math.max(
      0,
      this.found.findIndex(({ id }) => id === this.#chosenId),
    ),
  );
  selected = $derived<PaletteCommand | undefined>(this.found[this.index]);

  /** @returns whether the text is the palette's */
  type(text: string): boolean {
    const opens = /^\s*[>＞]/.test(text);
    // The `>` was deleted: back to what stood there before it.
    if (this.open && text === '') {
      this.close();
      return true;
    }
    this.typed = opens ? text.trimStart() : undefined;
    this.#chosenId = undefined;
    return opens;
  }

  begin(): void {
    this.type('>');
  }

  close(): void {
    this.typed = undefined;
    this.#chosenId = undefined;
  }

  move(by: number): void {
    const at = Math.max(0, Math.min(this.index + by, this.found.length - 1));
    this.#chosenId = this.found[at]?.id;
  }

  run(command = this.selected): void {
    if (command === undefined) return;
    this.close();
    command.run();
  }
}

/** Of equally good ones those count first whose title is just that, then those whose title alone says it. */
function titleRank({ title = '' }: Partial<PaletteCommand> = {}, words: readonly string[]): number {
  if (title.toLowerCase() === words.join(' ').toLowerCase()) return 0;
  return words.every((word) => lettersFound(title, word).length > 0) ? 1 : 8;
}

/** The title counts as an account’s name does among profiles: it stands first. */
function searchable(command: PaletteCommand) {
  const { title, hint = '', words = '' } = command;
  return { command, accountName: title, roleName: hint, name: words, accountId: '', ssoSession: null };
}

export const palette = new Palette();
