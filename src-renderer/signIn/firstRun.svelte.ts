import { view } from '../view.svelte.ts';

/** Whether the window shows the first run: from an empty home until its favourites were picked or left alone. */
class FirstRun {
  #underWay = $state(false);

  /** Known only once main has pushed its first state. */
  get shown(): boolean {
    return this.#underWay || view.live?.signIns.length === 0;
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
