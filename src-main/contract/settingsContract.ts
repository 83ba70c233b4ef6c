import { z } from 'zod';
import { command, both, trusted, nothing, type Shape } from './shapes.ts';

/** How this home is set up. */
export const settingsContract = {
  unlockSecrets: command(
    { input: z.strictObject({ passphrase: z.string().max(1024).optional() }), output: nothing },
    both,
  ),
  getSettings: command(
    { input: nothing, output: z.strictObject({ settings: z.record(z.string(), z.unknown()) }) },
    both,
  ),
  setSetting: command(
    {
      input: z.strictObject({ name: z.string().max(64), value: z.string().max(4096).nullable() }),
      output: nothing,
    },
    both,
  ),
  setTrustSetting: command(
    {
      input: z.strictObject({
        name: z.string().max(64),
        value: z.string().max(4096).nullable(),
        passphrase: z.string().max(1024).optional(),
      }),
      output: nothing,
    },
    trusted,
  ),
} as const satisfies Record<string, Shape>;
