import { z } from 'zod';
import { deskState } from './deskContract.ts';
import { listedProfile, liveState } from './snapshotContract.ts';

/** Most rows in one message: a push of 50,000 would freeze the page for half a second. */
export const rowsAtOnce = 1_000;

/** What main pushes to the window: two snapshots, never a secret. The window mirrors them and merges nothing. */
export const windowEvent = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('rows'),
    version: z.string(),
    /** Index of the first row of this chunk; the list is complete once `total` rows of one version are there. */
    from: z.number(),
    total: z.number(),
    rows: z.array(listedProfile).max(rowsAtOnce),
  }),
  z.strictObject({
    kind: z.literal('live'),
    live: z.strictObject({ ...liveState.shape, desk: deskState }),
  }),
]);
