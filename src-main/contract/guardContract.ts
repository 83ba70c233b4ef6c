import { z } from 'zod';
import { labelRule } from '../core/guard/guardSettings.ts';
import { journalEntry } from '../core/guard/journal.ts';
import { accountId, both, command, nothing, ssoSessionName, time, type Shape } from './shapes.ts';

const processSeen = z.strictObject({ pid: z.number(), executable: z.string() });

/** A program waits for the person. */
export const question = z.strictObject({
  id: z.string(),
  profileId: z.string(),
  profileName: z.string(),
  accountId,
  accountName: z.string().nullable(),
  roleName: z.string(),
  use: journalEntry.shape.how,
  askedAt: time,
  /** From the program that asks up to where its tree begins. */
  tree: z.array(processSeen),
  folder: z.string().nullable(),
  /** What may be answered: `short` and `read-only` only where there is such a thing. */
  answers: z.array(z.enum(['once', 'tree', 'short', 'read-only', 'deny'])),
  /** Name of the profile that only reads. */
  readOnly: z.string().nullable(),
});

/** Who must be asked before keys are handed out, and what was. Answers and marks are the window's alone. */
export const guardContract = {
  answerQuestion: command({
    input: z.strictObject({ id: z.string().max(64), answer: question.shape.answers.unwrap() }),
    output: nothing,
  }),
  markRole: command({
    input: z.strictObject({ accountId, roleName: z.string().min(1).max(64), askFirst: z.boolean() }),
    output: z.strictObject({ keysRemoved: z.number() }),
  }),
  markLabel: command({
    input: z.strictObject({ label: labelRule.shape.label, askFirst: z.boolean() }),
    output: z.strictObject({ keysRemoved: z.number() }),
  }),
  /** Gives a label to one profile, or to all that a pattern fits. */
  addLabel: command(
    {
      input: z.strictObject({
        label: labelRule.shape.label,
        pattern: labelRule.shape.pattern,
        /** `pattern` names one profile. */
        profile: z.boolean().optional(),
        ssoSession: ssoSessionName.optional(),
      }),
      output: z.strictObject({ pattern: z.string(), profiles: z.number() }),
    },
    both,
  ),
  /** At the socket a label that asks first stays: it is a mark. */
  removeLabel: command({ input: labelRule, output: nothing }, both),
  journal: command(
    {
      input: z.strictObject({ most: z.number().int().min(1).max(100_000).optional() }),
      output: z.strictObject({ entries: z.array(journalEntry) }),
    },
    both,
  ),
  clearJournal: command({ input: nothing, output: nothing }, both),
} as const satisfies Record<string, Shape>;
