import type { Call } from '../app.ts';
import type { ParsedInput } from '../contract.ts';
import type { ConsoleDestination } from '../core/console/consoleDestination.ts';
import type { Profile } from '../core/profiles/profile.ts';

/** A console that somebody wants. */
export interface WantedConsole {
  readonly profile: Profile;
  readonly destination: ConsoleDestination;
  readonly input: ParsedInput<'consoleLink'>;
  readonly call: Pick<Call, 'signal' | 'requester'>;
}

export interface OpenedConsole {
  readonly link: string;
  /** Another than was wanted after “read-only”. */
  readonly profile: Profile;
  /** Epoch milliseconds; null where it is not ours to know. */
  readonly endsAt: number | null;
}
