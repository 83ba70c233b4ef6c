import { SvelteSet } from 'svelte/reactivity';
import type { Question } from '../../src-main/contract.ts';
import { call } from '../api.ts';
import { view } from '../view.svelte.ts';
import type { Answer } from './answers.ts';

/** Programs that wait for the person, the oldest first, one shown at a time. */
class Questions {
  /** Answered here; main's next state no longer has them. */
  readonly #answered = new SvelteSet<string>();

  waiting = $derived((view.live?.questions ?? []).filter(({ id }) => !this.#answered.has(id)));
  current = $derived<Question | undefined>(this.waiting[0]);

  /** @throws CommandError when nobody waits for it any more */
  async answer({ id }: Question, answer: Answer): Promise<void> {
    await call('answerQuestion', { id, answer });
    this.#answered.add(id);
  }
}

export const questions = new Questions();
