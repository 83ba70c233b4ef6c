import { z } from 'zod';
import { command, nothing, type Shape } from './shapes.ts';

/** What one check of the doctor is about. */
export const checkKind = z.enum([
  'agent',
  'settings',
  'keychain',
  'proxy',
  'ca',
  'network',
  'clock',
  'start-url',
  'sign-in',
  'file',
]);

export const check = z.strictObject({
  kind: checkKind,
  /** With whatever it is about, such as a sign-in or a file. */
  name: z.string(),
  state: z.enum(['ok', 'warning', 'failed', 'skipped']),
  /** What is so: one or two sentences, no secrets and nobody's name. */
  message: z.string(),
  /** What to do where it is not well. */
  hint: z.string().nullable(),
});

export const clockState = z.strictObject({
  /** Milliseconds to add to this machine's clock to get AWS's; 0 while the two agree within a minute. */
  offset: z.number(),
});

export const networkState = z.strictObject({
  /** `captive-portal`: something other than AWS answers. */
  state: z.enum(['ok', 'offline', 'captive-portal']),
  trouble: z.strictObject({ message: z.string(), hint: z.string().nullable() }).nullable(),
});

/** Why something does not work here. */
export const healthContract = {
  /** Looks whether AWS is reached again; what comes of it is in the live state. */
  lookAtNetwork: command({ input: nothing, output: nothing }),
  /** What may be shown to whoever helps: versions, states, counts and choices, and nobody's names. */
  diagnostics: command({ input: nothing, output: z.strictObject({ text: z.string() }) }),
} as const satisfies Record<string, Shape>;
