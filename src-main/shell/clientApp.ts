import type { App } from '../app.ts';
import { callAgent } from '../agent/client.ts';
import type { AgentPaths } from '../agent/agentPaths.ts';
import { contract, type CommandName } from '../contract.ts';
import { AppError } from '../core/errors.ts';

/** Commands by name, where the types of single ones are gone. */
export type AnyCommand = (
  input: never,
  call: { readonly signal: AbortSignal; readonly progress: (said: never) => void },
) => Promise<unknown>;

/** An App with every command of the contract, each made by `make`. */
export function appOf(make: (name: CommandName) => AnyCommand): App {
  const names = Object.keys(contract) as CommandName[];
  return Object.fromEntries(names.map((name) => [name, make(name)])) as unknown as App;
}

/** The App of a home that a headless agent owns: every command is asked of it. `lost` is called when it does not answer. */
export function clientApp(paths: AgentPaths, lost: () => void): App {
  return appOf((name) => async (input, { signal, progress }) => {
    try {
      return await callAgent(paths, name, input, { signal, onProgress: progress });
    } catch (error) {
      if (error instanceof AppError && error.code === 'agent-unreachable') lost();
      throw error;
    }
  });
}
