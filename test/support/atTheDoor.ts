import type { App } from '../../src-main/app.ts';
import { contract, type CommandName, type Input, type Output } from '../../src-main/contract.ts';
import type { Requester } from '../../src-main/core/guard/requester.ts';
import { runCommand, type Commands } from '../../src-main/door/runCommand.ts';
import { quietly } from './appOnAws.ts';

export type Ask = <Name extends CommandName>(
  name: Name,
  input: Input<Name>,
  signal?: AbortSignal,
) => Promise<Output<Name>>;

/**
 * Asks an App as a door does: what goes in and what comes out is parsed by the contract. `requester` is who asks, as far
 * as the door can tell.
 */
export function atTheDoor(app: App, requester?: Requester): Ask {
  return async (name, input, signal = quietly.signal) => {
    const shape = contract[name];
    const call = { ...quietly, signal, requester };
    const output = await runCommand(app as unknown as Commands, name, shape, input, call);
    // Parsed by the very shape that the type is made from.
    return output as Output<typeof name>;
  };
}
