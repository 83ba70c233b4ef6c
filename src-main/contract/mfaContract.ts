import { z } from 'zod';
import { both, command, mfaCode, nothing, time, type Shape } from './shapes.ts';

/** A code that somebody needs: a program in the background was turned away, or the window waits for it. */
export const codeWanted = z.strictObject({
  id: z.string(),
  iamUser: z.string(),
  /** Serial of the device that shows it. */
  device: z.string(),
  profileId: z.string(),
  profileName: z.string(),
  askedAt: time,
});

/** MFA codes. AWS takes each once. */
export const mfaContract = {
  /** Gives AWS the code; from then on whoever was turned away gets keys. */
  giveMfaCode: command(
    { input: z.strictObject({ id: z.string().max(128), code: mfaCode }), output: nothing },
    both,
  ),
  /** Nobody is asked for it any more, until something needs it again. */
  dismissMfaCode: command({ input: z.strictObject({ id: z.string().max(128) }), output: nothing }, both),
} as const satisfies Record<string, Shape>;
