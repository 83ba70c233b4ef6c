import { z } from 'zod';
import { labelColour, labelRule } from '../core/guard/guardSettings.ts';
import { aliasName } from '../core/settings/settings.ts';
import { regionName } from '../core/sso/ssoSession.ts';
import { both, command, nothing, profileChoice, ssoSessionName, type Shape } from './shapes.ts';

/** For one profile, or for its whole account. */
const reach = z.enum(['profile', 'account']);

/** What syncs added and removed since the person looked; names of at most 20 each. */
export const permissionChanges = z.strictObject({
  ssoSession: ssoSessionName,
  added: z.number(),
  addedNames: z.array(z.string()),
  removed: z.number(),
  removedNames: z.array(z.string()),
  /** Of the removed ones. */
  lostFavourites: z.array(z.string()),
});

/** What helps a person find a profile: colours, other words, regions, and what is out of sight. */
export const findingContract = {
  colourLabel: command(
    { input: z.strictObject({ label: labelRule.shape.label, colour: labelColour }), output: nothing },
    both,
  ),
  /** null: none. */
  setAlias: command({
    input: z.strictObject({ ...profileChoice, alias: aliasName.nullable() }),
    output: nothing,
  }),
  /** null: that of the settings again, or of the sign-in. What stands in files keeps its region until delivered again. */
  setRegion: command({
    input: z.strictObject({ ...profileChoice, region: regionName.nullable(), for: reach }),
    output: nothing,
  }),
  /**
   * A favourite that is hidden is none any more; favourites in a hidden account stay in sight. What is shown again is
   * in sight whatever hid it, with its account.
   */
  hide: command({
    input: z.strictObject({ ...profileChoice, what: reach, on: z.boolean() }),
    output: z.strictObject({
      /** Names of favourites of the account that stay in sight. */
      stay: z.array(z.string()),
    }),
  }),
  /** The person has seen what a sync changed. */
  seeChanges: command({
    input: z.strictObject({ ssoSession: ssoSessionName }),
    output: z.strictObject({
      /** Ids of profiles that came. */
      added: z.array(z.string()),
    }),
  }),
} as const satisfies Record<string, Shape>;
