import type { ErrorCode } from '../core/errors.ts';

/** Done. */
export const done = 0;
/** Wrong usage: what the parser of the command line refuses. */
export const wrongUsage = 2;
/** Ctrl-C, as shells count it: 128 and the number of SIGINT. */
export const interrupted = 130;

/** Something did not work. */
export const failed = 1;
/** Somebody has to sign in, unlock, give a code or an answer first. */
export const personNeeded = 3;
/** AWS said no. */
export const refusedByAws = 4;

const codes: Partial<Record<ErrorCode, number>> = {
  'bad-input': wrongUsage,
  'ambiguous-profile': wrongUsage,
  'store-already-chosen': wrongUsage,
  'sign-in-needed': personNeeded,
  'other-person': personNeeded,
  'secrets-locked': personNeeded,
  'mfa-code-needed': personNeeded,
  'mfa-code-refused': personNeeded,
  'other-provider': personNeeded,
  'ask-first': personNeeded,
  'mfa-device': refusedByAws,
  denied: refusedByAws,
};

/** The exit code of a failure; scripts branch on these, so a code never changes its number. */
export function exitCode(code: ErrorCode): number {
  return codes[code] ?? failed;
}
