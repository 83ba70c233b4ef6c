import { Option, type Command } from 'commander';
import type { Input } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import type { Cli } from './cli.ts';
import { type ProfileOptions, takeProfile } from './profileChoice.ts';

/** What a person may give beside the profile where keys are made. */
export interface AccessOptions extends ProfileOptions {
  readonly mfaCode?: string;
  readonly reason?: string;
}

export type Access = Pick<Input<'startProfile'>, 'mfaCode' | 'reason' | 'asksItself'>;

/** How often a code that AWS did not take may be followed by another. */
const codes = 3;

/** The argument PROFILE, and what may be given where keys are made. */
export function takeAccess(command: Command): Command {
  return takeProfile(command).addOption(mfaCodeOption()).addOption(reasonOption());
}

export function mfaCodeOption(): Option {
  return new Option('--mfa-code <code>', 'six digits of the MFA device, where they are needed');
}

export function reasonOption(): Option {
  return new Option('--reason <text>', 'why: part of the session name, for CloudTrail to show');
}

/**
 * Asks the agent, and on a terminal the person for the MFA code that turns out to be needed: up to three times, as
 * codes go stale while they are typed.
 * @throws AppError as `ask` does; without a terminal mfa-code-needed at once
 */
export async function withCode<Result>(
  cli: Cli,
  { mfaCode, reason }: Pick<AccessOptions, 'mfaCode' | 'reason'>,
  ask: (access: Access) => Promise<Result>,
): Promise<Result> {
  if (!cli.interactive) return ask({ mfaCode, reason });
  let code = mfaCode;
  for (let left = codes; ; left -= 1) {
    try {
      return await ask({ mfaCode: code, reason, asksItself: true });
    } catch (error) {
      if (left === 0 || !isForCode(error)) throw error;
      code = await typedCode(cli, error);
    }
  }
}

function isForCode(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === 'mfa-code-needed' || error.code === 'mfa-code-refused');
}

/** Shown while it is typed: it is worth nothing without the keys, and nothing at all in half a minute. */
async function typedCode(cli: Cli, why: AppError): Promise<string> {
  const { askText } = await import('./prompt.ts');
  cli.say(why.code === 'mfa-code-needed' ? why.message : `${why.message} ${why.hint ?? ''}`.trim());
  for (;;) {
    const code = (await askText(cli, 'MFA code:')).replaceAll(' ', '');
    if (code === '') throw why;
    if (/^\d{6}$/.test(code)) return code;
    cli.say('An MFA code is six digits.');
  }
}
