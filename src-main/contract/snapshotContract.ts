import { z } from 'zod';
import { deliveryKind, themeChoice } from '../core/settings/settings.ts';
import { signInFlow } from '../core/sso/ssoSession.ts';
import { browserRule } from '../core/console/browserChoice.ts';
import { askFirst, labelColour, labelRule } from '../core/guard/guardSettings.ts';
import { permissionChanges } from './findingContract.ts';
import { question } from './guardContract.ts';
import { clockState, networkState } from './healthContract.ts';
import { codeWanted } from './mfaContract.ts';
import { iamUserView } from './iamUserContract.ts';
import { grant, secretsState, signInState } from './ownerContract.ts';
import { profileKind } from './profileContract.ts';
import { sourceView } from './sourceContract.ts';
import { accountId, both, command, time, type Shape } from './shapes.ts';

/** What a profile is; it changes only when the list does. How it is doing now is in `live`. */
export const listedProfile = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** What it begins with; `role-chain` where roles are taken from there. */
  kind: profileKind,
  /** What it begins at: the name of a sign-in, an IAM user or a source. */
  origin: z.string(),
  /** Null where it does not begin at an Identity Center role. */
  ssoSession: z.string().nullable(),
  accountId,
  accountName: z.string().nullable(),
  roleName: z.string(),
  labels: z.array(z.string()),
  /** A program that wants its keys waits for the person. */
  asksFirst: z.boolean(),
  /** Another word that finds it. */
  alias: z.string().optional(),
  /** It is out of sight, and why. */
  hidden: z.enum(['profile', 'account']).optional(),
});

/** What stands in the AWS files of one profile. */
export const delivered = z.strictObject({
  id: z.string(),
  /** The name behind `--profile`. */
  name: z.string(),
  delivery: deliveryKind,
  file: z.string(),
  /** End of the keys that are out now; null for a process profile that nobody has used lately. */
  expiresAt: time.nullable(),
  /** When the keys are taken out of the file; null for a process profile. */
  endsAt: time.nullable(),
});

/** How everything is doing now; small, sent whole, no secret in it. */
export const liveState = z.strictObject({
  signIns: z.array(
    z.strictObject({
      ...signInState.shape,
      startUrl: z.string(),
      region: z.string(),
      flow: signInFlow,
      /** When its whole list came last; null: never, or the first time was cut short. */
      syncedAt: time.nullable(),
    }),
  ),
  iamUsers: z.array(iamUserView),
  sources: z.array(sourceView),
  codesWanted: z.array(codeWanted),
  questions: z.array(question),
  delivered: z.array(delivered),
  /** Grants that are open. */
  grants: z.array(grant),
  /** How labels are given. */
  labelRules: z.array(labelRule),
  /** By label; grey where it is not here. */
  labelColours: z.record(z.string(), labelColour),
  /** Roles that are marked themselves. */
  askFirstRoles: askFirst.shape.roles.unwrap(),
  /** Labels whose profiles ask first. */
  askFirstLabels: z.array(z.string()),
  /** Profile ids. */
  favourites: z.array(z.string()),
  /** What is used often and lately first; `at` is the last use. */
  recents: z.array(z.strictObject({ id: z.string(), at: time })),
  secrets: secretsState,
  /** `changes`: what the team’s file has that is not here, in words; null: nothing new. `problem`: why it cannot be read. */
  teamFile: z
    .strictObject({ path: z.string(), changes: z.string().nullable(), problem: z.string().nullable() })
    .nullable(),
  /** What the person should know, such as settings that were set aside. */
  notices: z.array(z.string()),
  /** What `Get keys` does where nothing else is said. */
  delivery: deliveryKind,
  /** Region of delivered profiles and the console; null: that of the sign-in. */
  region: z.string().nullable(),
  /** Regions that count before it, by profile id and by account. */
  regions: z.strictObject({
    profiles: z.record(z.string(), z.string()),
    accounts: z.record(z.string(), z.string()),
  }),
  /** What syncs changed since the person looked. */
  changes: z.array(permissionChanges),
  theme: themeChoice,
  /** Where pages open. */
  browsers: z.array(browserRule),
  clock: clockState,
  network: networkState,
  notifySignInEnd: z.boolean(),
  /** Electron’s accelerator; null: none. */
  hotkey: z.string().nullable(),
  startAtLogin: z.boolean(),
  /** Then with the tray alone. */
  startHidden: z.boolean(),
});

/** The state that the window and the tray show. */
export const snapshotContract = {
  snapshot: command(
    {
      /** The version of the rows that the asker has; they are sent only when there are others. */
      input: z.strictObject({ rowsVersion: z.string().max(64).nullable() }),
      output: z.strictObject({
        live: liveState,
        rowsVersion: z.string(),
        rows: z.array(listedProfile).nullable(),
      }),
    },
    both,
  ),
} as const satisfies Record<string, Shape>;
