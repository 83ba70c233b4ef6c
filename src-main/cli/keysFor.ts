import type { Input, Output } from '../contract.ts';
import { type AccessOptions, withCode } from './access.ts';
import type { Cli } from './cli.ts';
import { givenInstead } from './givenInstead.ts';
import { chooseRow } from './profileChoice.ts';

/**
 * Keys of the profile that is meant, for `use`. Says so where the person who was asked gave those of another one.
 * @throws AppError as choosing, asking for a code, and AWS do
 */
export async function keysFor(
  cli: Cli,
  given: string | undefined,
  options: AccessOptions,
  use: Input<'credentials'>['use'],
): Promise<Output<'credentials'>> {
  const { choice, row } = await chooseRow(cli, given, options);
  const issued = await withCode(cli, options, async (access) =>
    cli.call('credentials', { ...choice, ...access, use }),
  );
  const instead = givenInstead(choice.profile, row, issued);
  if (instead !== undefined) cli.say(instead);
  return issued;
}
