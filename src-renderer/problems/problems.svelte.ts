import { CommandError } from '../api.ts';

/** What went wrong in the window itself; what went wrong at the desk is in `view.live.desk.problems`. */
export interface Reported {
  readonly id: number;
  readonly error: CommandError;
  /** Does the same once more. */
  readonly again: (() => void) | undefined;
  /** The source that the profile begins at, where it is one. */
  readonly source: string | undefined;
}

class Problems {
  /** The newest first. */
  reported = $state.raw<readonly Reported[]>([]);
  #count = 0;

  /** Tells the person of an error; `again` is offered where doing the same once more can help. */
  report(error: unknown, again?: () => void, source?: string): void {
    this.#count += 1;
    const known = error instanceof CommandError ? error : fault();
    const others = this.reported.filter((one) => one.error.message !== known.message);
    this.reported = [{ id: this.#count, error: known, again, source }, ...others];
  }

  dismiss(id: number): void {
    this.reported = this.reported.filter((one) => one.id !== id);
  }
}

/** What is no answer of main is a fault of the window's own, and its words may hold anything. */
function fault(): CommandError {
  return new CommandError({
    code: 'internal',
    message: 'Latchkey met a fault of its own.',
    hint: null,
    details: [],
  });
}

export const problems = new Problems();
