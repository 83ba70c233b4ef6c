import { z } from 'zod';

/**
 * `window`: the application's own window. `socket`: the command line and other local programs.
 * `headless-socket`: the socket, but only in a home where no application runs (what decides where tokens go).
 */
export type Door = 'window' | 'socket' | 'headless-socket';

export interface Shape {
  readonly doors: readonly Door[];
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  /** What is said while the command runs. */
  readonly progress?: z.ZodType;
}

/** A command is the window's alone unless it names its doors. */
export function command<const Given extends Omit<Shape, 'doors'>>(
  shape: Given,
): Given & { readonly doors: readonly ['window'] };
export function command<const Given extends Omit<Shape, 'doors'>, const Doors extends readonly Door[]>(
  shape: Given,
  doors: Doors,
): Given & { readonly doors: Doors };
export function command(shape: Omit<Shape, 'doors'>, doors: readonly Door[] = ['window']): Shape {
  return { ...shape, doors };
}

export const both = ['window', 'socket'] as const;
/** For outputs that hold secrets: never the window's. */
export const socketOnly = ['socket'] as const;
/** For what decides where tokens go. */
export const trusted = ['window', 'headless-socket'] as const;

export const nothing = z.strictObject({});
export const time = z.iso.datetime();
export const accountId = z.string().regex(/^\d{12}$/);
export const ssoSessionName = z.string().min(1).max(64);
const absolutePath = z.string().startsWith('/').max(4096);
/** A profile's exact name, its id, or ACCOUNT/ROLE. */
export const profileQuery = z.string().min(1).max(512);

/** The AWS files of the caller's environment, remembered per delivery. */
export const awsFiles = z.strictObject({
  config: absolutePath.optional(),
  credentials: absolutePath.optional(),
});

export const profileChoice = {
  profile: profileQuery,
  /** Which sign-in, where several offer the same account and role. */
  ssoSession: ssoSessionName.optional(),
  /** A few letters count too (a person at a terminal typed them). */
  letters: z.boolean().optional(),
};

/** Six digits as the device shows them; text, because leading zeros count. */
export const mfaCode = z.string().regex(/^\d{6}$/, { error: 'An MFA code is six digits.' });

/** A profile, with what a person may give beside it where keys are made. */
export const accessChoice = {
  ...profileChoice,
  mfaCode: mfaCode.optional(),
  /** Why: part of the session name where its template says {reason}, for CloudTrail to show. */
  reason: z.string().max(256, { error: 'The reason has at most 256 characters.' }).optional(),
  /** The caller asks its person for the code itself, so nobody else is asked. */
  asksItself: z.boolean().optional(),
};

/** What a person calls an IamUser, a source or a saved profile. */
export const givenName = z.string().min(1).max(64);
