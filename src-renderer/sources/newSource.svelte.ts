import type { WindowInput } from '../../src-main/contract.ts';
import type { Refusal } from '../access/refusal.ts';
import { call } from '../api.ts';
import { ask } from '../ask.ts';
import { inWords } from '../problems/inWords.ts';
import { said } from '../said.svelte.ts';

/** A source that is being set up. */
export class NewSource {
  saving = $state(false);
  refusal = $state.raw<Refusal>();

  /** Saves it and, where asked to, begins to sign in; whether it was saved. */
  async save(source: WindowInput<'addSource'>['source'], signIn: boolean): Promise<boolean> {
    if (this.saving) return false;
    this.saving = true;
    this.refusal = undefined;
    try {
      await call('addSource', { source });
    } catch (error) {
      this.refusal = inWords(error);
      return false;
    } finally {
      this.saving = false;
    }
    if (signIn) ask('beginSourceSignIn', { source: source.name });
    else said.say(`Added ${source.name}.`);
    return true;
  }
}
