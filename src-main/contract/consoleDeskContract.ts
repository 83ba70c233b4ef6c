import { z } from 'zod';
import { browserChoice } from '../core/console/browserChoice.ts';
import { installedBrowser } from '../core/console/installedBrowser.ts';
import { consolePage, openedConsole, pageOwner } from './consoleContract.ts';
import { command, nothing, profileQuery, type Shape } from './shapes.ts';

/** The console as far as it takes a browser or the clipboard. The link itself is a secret and stays in main. */
export const consoleDeskContract = {
  /** At the service that was opened last, where none is named. `open`: elsewhere than the rules say, this once. */
  openConsole: command({
    input: z.strictObject({ profile: profileQuery, ...consolePage, open: browserChoice.optional() }),
    output: z.strictObject({ ...openedConsole, browser: z.string() }),
  }),
  /** Puts the link onto the clipboard; after 15 minutes, when it is worth nothing any more, it is taken out again. */
  copyConsoleLink: command({
    input: z.strictObject({ profile: profileQuery, ...consolePage }),
    output: z.strictObject(openedConsole),
  }),
  /** The browsers of this machine with their profiles. */
  listBrowsers: command({
    input: nothing,
    output: z.strictObject({ browsers: z.array(installedBrowser) }),
  }),
  /** Where a page will open, before it does. */
  showBrowser: command({
    input: pageOwner,
    output: z.strictObject({
      open: browserChoice,
      words: z.string(),
      /** Why it cannot open there. */
      trouble: z.string().nullable(),
    }),
  }),
} as const satisfies Record<string, Shape>;
