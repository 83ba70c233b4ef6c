import { agentPaths } from '../agent/agentPaths.ts';
import { callAgent } from '../agent/client.ts';
import type { CommandName, Input, Output, Progress } from '../contract.ts';

export interface AgentCallOptions<Name extends CommandName> {
  readonly onProgress?: (said: Progress<Name>) => void;
  readonly signal: AbortSignal;
  /** False: where no agent runs, none is started. True when left out. */
  readonly startsAgent?: boolean;
}

/** Asks the agent of this home. @throws AppError */
export type AgentCall = <Name extends CommandName>(
  command: Name,
  input: Input<Name>,
  options: AgentCallOptions<Name>,
) => Promise<Output<Name>>;

/** The one place where the command meets the agent. `entry` is the absolute path of the built agent. */
export function createAgentCall(env: NodeJS.ProcessEnv, entry: string, terminal: boolean): AgentCall {
  return async (command, input, { onProgress, signal, startsAgent = true }) =>
    callAgent(agentPaths(env), command, input, {
      signal,
      ...(onProgress && { onProgress }),
      ...(startsAgent && { start: { entry, environment: env, terminal } }),
    });
}
