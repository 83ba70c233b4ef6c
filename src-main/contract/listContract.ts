import { z } from 'zod';
import { deliveryKind } from '../core/settings/settings.ts';
import { command, both, time, accountId, ssoSessionName, profileChoice, type Shape } from './shapes.ts';

export const profileRow = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** Null where the profile does not begin at an Identity Center role. */
  ssoSession: z.string().nullable(),
  accountId,
  accountName: z.string().nullable(),
  roleName: z.string(),
  active: z.boolean(),
  delivery: deliveryKind.nullable(),
  expiresAt: time.nullable(),
  favourite: z.boolean(),
  labels: z.array(z.string()),
  asksFirst: z.boolean(),
});

const changedRow = z.strictObject({
  id: z.string(),
  name: z.string(),
  accountId,
  accountName: z.string().nullable(),
  roleName: z.string(),
});

/** What may be entered. */
export const listContract = {
  sync: command(
    {
      input: z.strictObject({ ssoSession: ssoSessionName.optional() }),
      progress: z.strictObject({
        kind: z.literal('accounts'),
        done: z.number(),
        total: z.number(),
        roles: z.number(),
      }),
      output: z.strictObject({
        profiles: z.number(),
        added: z.array(changedRow),
        removed: z.array(changedRow),
        failed: z.array(
          z.strictObject({ accountId, accountName: z.string().nullable(), message: z.string() }),
        ),
      }),
    },
    both,
  ),
  listProfiles: command(
    {
      input: z.strictObject({
        words: z.string().max(512).optional(),
        /** Hidden ones come when they are asked for, or are active. */
        only: z.enum(['active', 'favourites', 'recent', 'hidden']).optional(),
      }),
      output: z.strictObject({ profiles: z.array(profileRow) }),
    },
    both,
  ),
  findProfile: command(
    { input: z.strictObject(profileChoice), output: z.strictObject({ profile: profileRow }) },
    both,
  ),
  favourite: command(
    {
      input: z.strictObject({ ...profileChoice, on: z.boolean() }),
      output: z.strictObject({ profile: profileRow }),
    },
    both,
  ),
} as const satisfies Record<string, Shape>;
