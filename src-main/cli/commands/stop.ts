import { AppError } from '../../core/errors.ts';
import type { Cli } from '../cli.ts';
import type { Output } from '../../contract.ts';
import { chooseProfile, namedProfile, type ProfileOptions, takeProfile } from '../profileChoice.ts';
import type { AddCommand } from '../program.ts';
import { isTerminal } from '../isTerminal.ts';

export const stop: AddCommand = (program, cli) => {
  takeProfile(program.command('stop').description('remove what was delivered'))
    .option('--all', 'everything that was delivered')
    .addHelpText('after', '\nExamples: latchkey stop prod.Admin\n          latchkey stop --all')
    .action(async (given: string | undefined, options: ProfileOptions & { readonly all?: true }) => {
      if (options.all === true && given !== undefined) {
        throw new AppError('bad-input', 'Either a profile or --all.', { hint: 'Leave one of them out.' });
      }
      const answer =
        options.all === true ? await cli.call('stop', { all: true }) : await stopOne(cli, given, options);
      cli.answer(answer, []);
      for (const { profileName, file } of answer.removed) cli.say(`Removed ${profileName} from ${file}.`);
      if (answer.removed.length === 0) cli.say('Nothing was delivered.');
    });
};

/** The name in ~/.aws counts here (`--as`), which no list of profiles has: letters come second. */
async function stopOne(
  cli: Cli,
  given: string | undefined,
  options: ProfileOptions,
): Promise<Output<'stop'>> {
  const nothing = given === undefined && (cli.env.LATCHKEY_PROFILE ?? '') === '';
  try {
    if (!nothing || !cli.interactive) {
      return await cli.call('stop', { profile: namedProfile(cli, given), ssoSession: options.ssoSession });
    }
  } catch (error) {
    if (!isTerminal('stdin') || !(error instanceof AppError) || error.code !== 'no-such-profile') throw error;
  }
  return cli.call('stop', await chooseProfile(cli, given, options));
}
