import type { Profile } from '../profiles/profile.ts';
import type { JournalEntry } from './journal.ts';
import type { Peer, Requester } from './requester.ts';

/** What somebody answers who is asked. */
export type Answer =
  /** These keys, this time; a door (endpoint, grant) for as long as it is open. */
  | 'once'
  /** This profile, for everything below the same ancestor, until that ends. */
  | 'tree'
  /** Keys that live 15 minutes, where AWS lets us choose. */
  | 'short'
  /** The keys of a profile of the same account that only reads. */
  | 'read-only'
  /** No, and everything below the same ancestor gets none of what is marked for 10 minutes. */
  | 'deny';

/** What keys are wanted for; the journal says it, too. */
export type Use = JournalEntry['how'];

export interface PermitRequest {
  readonly profile: Profile;
  readonly requester: Requester | undefined;
  readonly use: Use;
  /** Ends the waiting: the caller went away. The question stays a while, for one that asks again. */
  readonly signal: AbortSignal;
}

/** Keys may be handed out: of this profile, which is another one after `read-only`. */
export interface Permit {
  readonly profile: Profile;
  /** Seconds, after `short`. */
  readonly durationSeconds: number | undefined;
  readonly answer: JournalEntry['answer'];
  /** Who asks, where it was read. */
  readonly peer: Peer | undefined;
  /** Nothing came of it, such as for want of an MFA code: who asks again soon needs no second answer. */
  readonly unused: () => void;
}

/** Somebody has to answer. */
export interface Question {
  readonly id: string;
  readonly profile: Profile;
  readonly peer: Peer;
  readonly use: Use;
  /** Epoch milliseconds. */
  readonly askedAt: number;
  readonly answers: readonly Answer[];
  /** Name of the profile behind `read-only`. */
  readonly readOnly: string | null;
}

/** "Ask first": a person decides before a program gets keys of what is marked. */
export interface Guard {
  /** Whether keys of it, or of a role on its way, are marked. */
  isMarked(profile: Profile): Promise<boolean>;
  /** The same for many at once, as things are now. */
  marks(): Promise<(profile: Profile) => boolean>;
  /** @throws AppError ask-first when nobody can be asked, nobody answered in time, or the answer was no */
  permit(request: PermitRequest): Promise<Permit>;
  /** Unanswered ones, the oldest first. */
  questions(): readonly Question[];
  /** @throws AppError bad-input when nobody waits for it any more, or the answer is none of its answers */
  answer(id: string, answer: Answer): Promise<void>;
  /** Whether a person is asked, or said no, about the tree of whoever asks: such a one must not sign them out, too. */
  isHeld(requester: Requester | undefined): Promise<boolean>;
  /** Ends what was allowed so far, as locking does; what was denied stays denied. */
  forget(): void;
}
