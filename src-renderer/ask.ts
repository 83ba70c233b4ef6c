import type { WindowCommand, WindowInput } from '../src-main/contract.ts';
import { call } from './api.ts';
import { problems } from './problems/problems.svelte.ts';

/** Runs a command whose outcome the next state shows; only what goes wrong is said. */
export function ask<Name extends WindowCommand>(name: Name, input: WindowInput<Name>): void {
  call(name, input).catch((error: unknown) => {
    problems.report(error, () => {
      ask(name, input);
    });
  });
}
