import { z } from 'zod';
import { labelColour, labelRule } from '../guard/guardSettings.ts';
import { accessName } from '../roles/accessName.ts';
import { profileOrigin, savedProfile } from '../roles/savedProfile.ts';
import { aliasName, settings } from '../settings/settings.ts';
import { regionName, ssoSession } from '../sso/ssoSession.ts';

const ref = z.string().min(1).max(200);
const accountId = settings.shape.hidden.unwrap().shape.accounts.unwrap().element;
const most = <Item extends z.ZodType>(item: Item) => z.array(item).max(5000).default([]);

/** What a file for a team and a file of settings have in common. Both are closed: what is not here is refused. */
const common = {
  version: z.literal(1),
  signIns: most(ssoSession),
  labels: most(labelRule),
  labelColours: z.record(labelRule.shape.label, labelColour).default({}),
  /** By ACCOUNT/ROLE, SIGN-IN/ACCOUNT/ROLE or the name of a chain: ids are of one home. */
  aliases: z.record(ref, aliasName).default({}),
  /** Marks to add. */
  askFirst: z
    .strictObject({
      roles: most(
        z.string().regex(/^\d{12}\/[\w+=,.@-]{1,64}$/, { error: 'must be like 123456789012/ROLE' }),
      ),
      labels: most(labelRule.shape.label),
    })
    .prefault({}),
};

const chain = {
  name: accessName,
  steps: savedProfile.shape.steps,
  region: savedProfile.shape.region,
};

export const teamShape = z.strictObject({
  latchkey: z.literal('team'),
  ...common,
  /** From ACCOUNT/ROLE, or from another chain of the file by its name. */
  chains: most(z.strictObject({ ...chain, from: ref })),
});

const [, , iamUser, saml, webIdentity, instanceProfile] = profileOrigin.options;

export const settingsShape = z.strictObject({
  latchkey: z.literal('settings'),
  ...common,
  chains: most(
    z.strictObject({
      ...chain,
      from: z.union([ref, z.discriminatedUnion('kind', [iamUser, saml, webIdentity, instanceProfile])]),
    }),
  ),
  favourites: most(ref),
  hidden: z.strictObject({ accounts: most(accountId), profiles: most(ref) }).prefault({}),
  regions: z
    .strictObject({
      accounts: z.record(accountId, regionName).default({}),
      profiles: z.record(ref, regionName).default({}),
    })
    .prefault({}),
  preferences: z
    .strictObject({
      delivery: settings.shape.delivery.unwrap(),
      profileName: settings.shape.profileName.unwrap(),
      region: settings.shape.region.unwrap(),
      theme: settings.shape.theme.unwrap(),
      lockWithScreen: settings.shape.lockWithScreen.unwrap(),
      journalDays: settings.shape.journalDays.unwrap(),
      consoleBy: settings.shape.consoleBy.unwrap(),
      hotkey: settings.shape.hotkey.unwrap(),
      notifySignInEnd: settings.shape.notifySignInEnd.unwrap(),
    })
    .partial()
    .default({}),
});

export type SettingsFile = z.infer<typeof settingsShape>;
export type TeamFile = z.infer<typeof teamShape>;
