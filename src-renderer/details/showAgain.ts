import type { ListedProfile } from '../../src-main/contract.ts';
import { ask } from '../ask.ts';

/** Puts what is hidden back into sight, with its account where that was hidden. */
export function showAgain({ id, hidden = 'profile' }: ListedProfile): void {
  ask('hide', { profile: id, what: hidden, on: false });
}

export function showAgainWords({ hidden }: ListedProfile): string {
  return hidden === 'account' ? 'Show the account again' : 'Show again';
}
