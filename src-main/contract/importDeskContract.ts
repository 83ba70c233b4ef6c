import { z } from 'zod';
import { command, nothing, type Shape } from './shapes.ts';

const chosenFile = z.strictObject({
  /** null: the person closed the dialog. */
  path: z.string().nullable(),
});

/** Files that the person points to in a dialog of the system’s; the window has their paths, and not what is in them. */
export const importDeskContract = {
  chooseImportFile: command({
    input: z.strictObject({ for: z.enum(['settings', 'team', 'leapp', 'granted', 'aws-sso-cli']) }),
    output: chosenFile,
  }),
  /** Exports the settings to a file that the person names. */
  saveSettings: command({ input: nothing, output: chosenFile }),
} as const satisfies Record<string, Shape>;
