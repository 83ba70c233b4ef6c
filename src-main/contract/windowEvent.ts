import { z } from 'zod';
import { deskState } from './deskContract.ts';
import { shellState } from './shellContract.ts';
import { liveState } from './snapshotContract.ts';

/** Most rows in one message: a push of 50,000 would freeze the page for half a second. */
export const rowsAtOnce = 1_000;

/** The rows that a list shows from its top as it is browsed, and how long all of it is. */
const firstScreen = z.strictObject({
  /** As `packRows` made them. */
  rows: z.string(),
  total: z.number(),
  accounts: z.number(),
});

export type FirstScreen = z.infer<typeof firstScreen>;

/** What main pushes to the window: two snapshots, never a secret, and that somebody called for it. It mirrors the two and merges nothing. */
export const windowEvent = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('rows'),
    version: z.string(),
    /** Index of the first row of this chunk; the list is complete once `total` rows of one version are there. */
    from: z.number(),
    total: z.number(),
    /** As `packRows` made them, at most `rowsAtOnce`; a number: so many rows are here as in the list before. */
    rows: z.union([z.string(), z.number()]),
  }),
  z.strictObject({
    kind: z.literal('live'),
    live: z.strictObject({ ...liveState.shape, desk: deskState, shell: shellState }),
  }),
  /** At a start with a long list, before anything else: what the person sees of it first. */
  z.strictObject({ kind: z.literal('first-screen'), screen: firstScreen }),
  /** At a start: the rows of the window before, as `packRows` made them. */
  z.strictObject({ kind: z.literal('kept-rows'), texts: z.array(z.string()) }),
  /** The hotkey was pressed: the person wants to search. */
  z.strictObject({ kind: z.literal('summoned') }),
]);
