import { askFirstTrouble } from '../core/guard/askFirstTrouble.ts';
import type { Requester } from '../core/guard/requester.ts';
import type { Domain } from './domain.ts';

/**
 * A program that is asked about, or was denied, must not take the person’s sign-ins away to get another one, nor end
 * the process that knows of it.
 * @throws AppError ask-first
 */
export async function refuseHeld({ guard }: Domain, requester: Requester | undefined): Promise<void> {
  if (await guard.isHeld(requester)) throw askFirstTrouble('', 'held');
}
