import { z } from 'zod';
import { labelColours } from './labelColours.ts';

export const labelColour = z.enum(labelColours);

/** A word for profiles, such as `production`, given to all that a pattern fits. */
export const labelRule = z.strictObject({
  label: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,31}$/u, {
    error: 'A label has 1 to 32 letters, digits, blanks, dots, dashes and underscores.',
  }),
  /** Letters and `*`, matched against the profile’s name, the account’s name and id, and ACCOUNT/ROLE. */
  pattern: z.string().min(1).max(256),
});
export type LabelRule = z.infer<typeof labelRule>;

/** What is marked "ask first": roles by (account id, role name), and whatever has one of these labels. */
export const askFirst = z.strictObject({
  roles: z
    .array(z.strictObject({ accountId: z.string().regex(/^\d{12}$/), roleName: z.string().min(1).max(64) }))
    .default([]),
  labels: z.array(z.string()).default([]),
});
