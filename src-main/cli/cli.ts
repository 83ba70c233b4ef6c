import type { CommandName, Input, Output } from '../contract.ts';
import type { AgentCallOptions } from './agentCall.ts';

export interface CallOptions<Name extends CommandName> extends Omit<AgentCallOptions<Name>, 'signal'> {
  /** Ends the call, in the place of Ctrl-C. */
  readonly signal?: AbortSignal;
  /** False for what programs run (`credentials`): no question, whatever the terminal. True when left out. */
  readonly mayAsk?: boolean;
}

/** What every command gets: who it talks to and how. */
export interface Cli {
  readonly env: NodeJS.ProcessEnv;
  /** One JSON document on stdout instead of text for people. */
  readonly json: boolean;
  /** Somebody can be asked: stdin and stderr are terminals. */
  readonly interactive: boolean;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** What Ctrl-C does where the terminal hands it over as a key. */
  readonly interrupt: () => void;
  /** Asks the agent, starting one where none runs. @throws AppError */
  readonly call: <Name extends CommandName>(
    command: Name,
    input: Input<Name>,
    options?: CallOptions<Name>,
  ) => Promise<Output<Name>>;
  /** The answer, on stdout: the document with --json, else the lines. */
  readonly answer: (document: unknown, lines: string | readonly string[]) => void;
  /** A line for people, on stderr. */
  readonly say: (line: string) => void;
}
