import { z } from 'zod';
import { deliveryKind } from '../core/settings/settings.ts';
import {
  command,
  both,
  time,
  ssoSessionName,
  profileQuery,
  accessChoice,
  awsFiles,
  type Shape,
} from './shapes.ts';

const delivered = z.strictObject({
  profileName: z.string(),
  delivery: deliveryKind,
  file: z.string(),
  /** When the keys are taken out of the file again; null for a process profile. */
  endsAt: time.nullable(),
  /** End of the keys that are in the file now; they are renewed until `endsAt`. */
  expiresAt: time.nullable(),
  warnings: z.array(z.string()),
});

const fileDiff = z.strictObject({ file: z.string(), diff: z.string() });

/** What reaches other programs through the AWS files. */
export const deliveryContract = {
  startProfile: command(
    {
      input: z.strictObject({
        ...accessChoice,
        /** Seconds that the keys live, where AWS gives a choice (role chains, MFA sessions). */
        durationSeconds: z.number().int().min(900).max(129_600).optional(),
        /** What a profile may be called is said where it is written. */
        as: z.string().max(512).optional(),
        delivery: deliveryKind.optional(),
        /** Seconds that a `keys` delivery is kept and renewed: up to 12 hours. */
        forSeconds: z.number().int().min(60).max(43_200).optional(),
        awsFiles: awsFiles.optional(),
      }),
      output: delivered,
    },
    both,
  ),
  deliver: command(
    {
      input: z.strictObject({
        words: z.string().max(512).optional(),
        /** Also take out process profiles of ours whose role is no longer offered. */
        prune: z.boolean().optional(),
        dryRun: z.boolean().optional(),
        awsFiles: awsFiles.optional(),
      }),
      output: z.strictObject({
        diffs: z.array(fileDiff),
        added: z.array(z.string()),
        changed: z.array(z.string()),
        removed: z.array(z.string()),
        unchanged: z.number(),
        warnings: z.array(z.string()),
      }),
    },
    both,
  ),
  stop: command(
    {
      input: z.union([
        z.strictObject({ profile: profileQuery, ssoSession: ssoSessionName.optional() }),
        z.strictObject({ all: z.literal(true) }),
      ]),
      output: z.strictObject({
        removed: z.array(z.strictObject({ profileName: z.string(), file: z.string() })),
      }),
    },
    both,
  ),
  undo: command(
    {
      input: z.strictObject({ dryRun: z.boolean().optional() }),
      output: z.strictObject({ diffs: z.array(fileDiff) }),
    },
    both,
  ),
} as const satisfies Record<string, Shape>;
