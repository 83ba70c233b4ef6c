import { chooseProfile, type ProfileOptions, takeProfile } from '../profileChoice.ts';
import type { AddCommand } from '../program.ts';

export const favourite: AddCommand = (program, cli) => {
  takeProfile(program.command('favourite').description('keep a profile at the top'))
    .option('--off', 'no longer')
    .addHelpText('after', '\nExample: latchkey favourite prod.Admin')
    .action(async (given: string | undefined, options: ProfileOptions & { readonly off?: true }) => {
      const on = options.off !== true;
      const answer = await cli.call('favourite', { ...(await chooseProfile(cli, given, options)), on });
      cli.answer(answer, []);
      cli.say(`${answer.profile.name} is ${on ? 'a favourite now' : 'no favourite any more'}.`);
    });
};
