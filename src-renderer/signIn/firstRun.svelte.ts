import { view } from '../view.svelte.ts';

/**
 * Whether the window shows the first run: from a home without any way in until favourites of its first sign-in were
 * picked or left alone.
 */
class FirstRun {
  #underWay = $state(false);

  /** Known only once main has pushed its first state. */
  get shown(): boolean {
    const { live } = view;
    if (this.#underWay || live === undefined) return this.#underWay;
    return live.signIns.length + live.iamUsers.length + live.sources.length === 0;
  }

  /** From the first sign-in on: it stands in the list then, and the third step is still to come. */
  begin(): void {
    this.#underWay = true;
  }

  end(): void {
    this.#underWay = false;
  }
}

export const firstRun = new FirstRun();
