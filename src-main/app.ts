import type { CommandName, Output, ParsedInput, Progress } from './contract.ts';

/** What comes with a call beside its input: how to stop it, and where to say what happens meanwhile. */
export interface Call<Name extends CommandName = CommandName> {
  readonly signal: AbortSignal;
  readonly progress: (said: Progress<Name>) => void;
}

/** The one object behind every door: the window, the command line, the socket and the tests drive this. */
export type App = {
  readonly [Name in CommandName]: (input: ParsedInput<Name>, call: Call<Name>) => Promise<Output<Name>>;
};
