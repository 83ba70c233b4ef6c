import { z } from 'zod';
import { command, nothing, type Shape } from './shapes.ts';

/** What the page asks of the shell that it is shown in. */
export const shellContract = {
  /** As the hotkey does it: to the tray; where the desktop shows none the window is minimised. */
  hideWindow: command({ input: nothing, output: nothing }),
} as const satisfies Record<string, Shape>;

/** How the application stands with the desktop that it runs on; no agent knows. */
export const shellState = z.strictObject({
  hotkey: z.strictObject({
    /** As the settings name it; null: none. */
    accelerator: z.string().nullable(),
    /**
     * `taken`: another program holds it. `unsure`: on Wayland the desktop was asked, and does not say what it decided.
     * `unsupported`: this desktop lets no program have one.
     */
    state: z.enum(['none', 'ready', 'taken', 'unsure', 'unsupported']),
  }),
  /** Whether the desktop shows tray icons. */
  tray: z.boolean(),
  /** Why the application does not start at login as the settings say, in one sentence. */
  loginTrouble: z.string().nullable(),
});
