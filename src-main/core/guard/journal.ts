import { z } from 'zod';

/** Keys that were handed out, or refused to somebody. Access key id and session name are what CloudTrail shows. */
export const journalEntry = z.strictObject({
  at: z.iso.datetime(),
  profile: z.string(),
  accountId: z.string(),
  roleName: z.string(),
  /** Null where AWS does not tell it: the keys of an Identity Center role come without. */
  roleArn: z.string().nullable(),
  /** Null where none were handed out. */
  accessKeyId: z.string().nullable(),
  sessionName: z.string().nullable(),
  /** Absolute path of the program that asked, and its process; null for a click in the window. */
  executable: z.string().nullable(),
  pid: z.number().nullable(),
  how: z.enum([
    'env',
    'exec',
    'each',
    'credentials',
    'credential-process',
    'endpoint',
    'grant',
    'keys',
    'process',
    'console',
    /** The console by the access portal: no keys were made. */
    'portal',
    'test',
  ]),
  answer: z.enum(['not-asked', 'person', 'once', 'tree', 'short', 'read-only', 'denied']),
});
export type JournalEntry = z.infer<typeof journalEntry>;

/** A record for the person: who was given what, when. It holds no secret and no argument. */
export interface Journal {
  /** Never fails and never waits: a full disk keeps nobody from their keys. */
  record(entry: Omit<JournalEntry, 'at'>): void;
  /**
   * The newest first. Entries of the last `journalDays` days. Their text comes from names that others chose, such as
   * paths of programs: whoever shows it shows control characters as signs.
   * @throws AppError file-unreadable
   */
  entries(most: number): Promise<readonly JournalEntry[]>;
  /** What was recorded until then is gone. @throws AppError file-unwritable */
  clear(): Promise<void>;
  /** Drops what is older than `journalDays`, as the first record of a day does. Never fails. */
  prune(): Promise<void>;
  /** Once what was recorded is written, or cannot be. Never fails. */
  settled(): Promise<void>;
}
