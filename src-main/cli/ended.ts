/** Ends a command with this exit code when all has been said: its answer told of a failure. */
export class Ended extends Error {
  constructor(readonly code: number) {
    super(`exit code ${code}`);
  }
}
