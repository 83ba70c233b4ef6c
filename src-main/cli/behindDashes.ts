import { AppError } from '../core/errors.ts';

export interface BehindDashes {
  /** What stands before `--`, without the options. */
  readonly words: readonly string[];
  /** The program and its arguments, as they are. */
  readonly command: readonly [string, ...string[]];
}

/**
 * Splits at the first `--`, which the parser of the command line drops: without it, `exec prod aws s3 ls` would be
 * one mistyped word away from running another program.
 * @throws AppError bad-input when there is no `--`, or nothing behind it
 */
export function behindDashes(
  argv: readonly string[],
  operands: readonly string[],
  example: string,
): BehindDashes {
  const at = argv.indexOf('--');
  const [program, ...rest] = at === -1 ? [] : argv.slice(at + 1);
  if (program === undefined || program === '') {
    throw new AppError('bad-input', 'The command to run stands behind --, and there is none.', {
      hint: `Like this: ${example}`,
    });
  }
  return { words: operands.slice(0, operands.length - rest.length - 1), command: [program, ...rest] };
}
