import type { Requester } from '../core/guard/requester.ts';
import type { Domain } from './domain.ts';
import { refuseRenaming } from './refuseLoosening.ts';
import { refuseProgram } from './refuseProgram.ts';

/**
 * What a program may not set, by a command or by way of a file: names that marks go by, keys that stay where the person
 * wants them forgotten, and what is started when they log in. `value` undefined: the default.
 * @throws AppError wrong-door
 */
export function refuseSetting(
  domain: Domain,
  requester: Requester | undefined,
  { name, value }: { readonly name: string; readonly value: unknown },
): void {
  if (name === 'profileName') refuseRenaming(domain, requester);
  if (name === 'lockWithScreen' && value !== true)
    refuseProgram(domain, requester, 'lets keys stay when the screen is locked');
  if (name === 'startAtLogin' && value === true) refuseProgram(domain, requester, 'has it start at login');
}
