import { z } from 'zod';
import { browserChoice, browserRule } from '../core/console/browserChoice.ts';
import {
  accessChoice,
  both,
  command,
  nothing,
  profileQuery,
  socketOnly,
  ssoSessionName,
  time,
  trusted,
  type Shape,
} from './shapes.ts';

/** `federation`: a console session from keys. `portal`: the access portal’s shortcut, for which no keys are made. */
const consoleWay = z.enum(['federation', 'portal']);

/** Which page of a profile's console. */
export const consolePage = {
  /** As `--service` takes it; `last`: the one that was opened last, else the console’s home. */
  service: z.string().max(64).optional(),
  path: z.string().max(2048).optional(),
  region: z.string().max(32).optional(),
  durationSeconds: z.number().int().min(900).max(43_200).optional(),
  /** That of the settings where nothing is said. */
  by: consoleWay.optional(),
};

/** What is opened. */
export const openedConsole = {
  profileName: z.string(),
  /** When the console session ends; null where the access portal begins it. */
  endsAt: time.nullable(),
  /** As AWS calls it; null for a path, or the console’s home. */
  service: z.string().nullable(),
  region: z.string(),
  by: consoleWay,
};

/** Whose page: a profile's console (of that sign-in), or the sign-in's own; else what no rule names. */
export const pageOwner = z.strictObject({
  profile: profileQuery.optional(),
  ssoSession: ssoSessionName.optional(),
});

/** A profile's console, and where pages open. */
export const consoleContract = {
  consoleLink: command(
    {
      input: z.strictObject({ ...accessChoice, ...consolePage }),
      output: z.strictObject({ ...openedConsole, link: z.string() }),
    },
    socketOnly,
  ),
  /** What may be chosen for a profile's console before it opens. */
  showConsole: command(
    {
      input: z.strictObject({ profile: profileQuery }),
      output: z.strictObject({
        profileName: z.string(),
        region: z.string(),
        partition: z.string(),
        /** The one that was opened last, as `service` takes it. */
        lastService: z.string().nullable(),
        /** Why AWS takes no duration; null where it does. */
        noDuration: z.string().nullable(),
        /** Why the access portal cannot open it; null where it can. */
        noPortal: z.string().nullable(),
        by: consoleWay,
      }),
    },
    both,
  ),
  /** Where the rules open a page. */
  browserFor: command(
    {
      input: pageOwner,
      output: z.strictObject({ open: browserChoice }),
    },
    both,
  ),
  /** Whoever chooses the browser chooses who sees the page. */
  setBrowserRule: command(
    {
      input: z.strictObject({
        for: browserRule.shape.for,
        /** Null: no rule. */
        open: browserChoice.nullable(),
      }),
      output: nothing,
    },
    trusted,
  ),
} as const satisfies Record<string, Shape>;
