import { z } from 'zod';

const most = 50;

const key = z
  .string()
  .min(1, { error: 'A tag key has at least 1 character.' })
  .max(128, { error: 'A tag key has at most 128 characters.' })
  .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, {
    error: 'A tag key is made of letters, digits, spaces and _ . : / = + - @.',
  })
  // AWS keeps the prefix for itself, in any case.
  .refine((text) => !text.toLowerCase().startsWith('aws:'), {
    error: 'A tag key may not begin with aws:, in upper or lower case.',
  });

const value = z
  .string()
  .max(256, { error: 'A tag value has at most 256 characters.' })
  .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, {
    error: 'A tag value is made of letters, digits, spaces and _ . : / = + - @.',
  });

/** The session tags of one AssumeRole. */
export const sessionTags = z
  .array(z.strictObject({ key, value }))
  .max(most, { error: `There may be at most ${most} tags.` })
  .refine((tags) => new Set(tags.map((tag) => tag.key.toLowerCase())).size === tags.length, {
    error: 'Two tags have the same key: AWS does not tell upper from lower case in tag keys.',
  })
  .default([]);

/** Keys of tags that go on to every later role of the chain. */
export const transitiveTagKeys = z
  .array(key)
  .max(most, { error: `There may be at most ${most} transitive tag keys.` })
  .default([]);
