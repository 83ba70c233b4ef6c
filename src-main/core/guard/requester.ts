/** A process as the system tells of it, never by its arguments: those may hold secrets. */
export interface ProcessSeen {
  readonly pid: number;
  /** When it started, in the system's own count: a number of a process comes again, the two together do not. */
  readonly startedAt: string;
  /** Absolute path of its program; empty where the system does not tell. */
  readonly executable: string;
}

/** Who asked for keys: the program itself, not the command or the script of ours that it asked through. */
export interface Peer {
  readonly process: ProcessSeen;
  /** From that program up to `root`, both included. */
  readonly tree: readonly ProcessSeen[];
  /** The first ancestor below a shell that somebody types into, a multiplexer, a session manager or init. */
  readonly root: ProcessSeen;
  /** Working folder of the program, where the system tells. */
  readonly folder: string | null;
}

/** Behind a call. */
export type Requester =
  /** A click in our own window or tray. */
  | { readonly kind: 'person' }
  | {
      readonly kind: 'program';
      /** Which process it says that it is, for the journal alone; nothing is decided by it. */
      readonly claimed: number | null;
      /** That process, where it can be read now. */
      readonly claimedProcess?: (() => ProcessSeen | undefined) | undefined;
      /** Aborts when this caller can wait for a person no longer; its reason is what the caller is told. */
      readonly patience?: AbortSignal | undefined;
      /** Asks the system who is at the other end, anew each time; undefined when it cannot tell, or nobody is there. */
      readonly peer: () => Promise<Peer | undefined>;
    };
