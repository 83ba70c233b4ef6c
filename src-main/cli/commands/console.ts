import { AppError } from '../../core/errors.ts';
import { type AccessOptions, takeAccess, withCode } from '../access.ts';
import { duration } from '../duration.ts';
import { openLink } from '../openLink.ts';
import { ending } from '../output.ts';
import { chooseProfile } from '../profileChoice.ts';
import type { AddCommand } from '../program.ts';
import { refuseTerminal } from '../refuseTerminal.ts';

interface ConsoleOptions extends AccessOptions {
  readonly service?: string;
  readonly path?: string;
  readonly region?: string;
  readonly duration?: string;
  readonly print?: true;
  readonly force?: true;
}

export const console: AddCommand = (program, cli) => {
  takeAccess(program.command('console').description('sign in to the AWS console in your browser'))
    .option('--service <service>', 'open this service, such as s3')
    .option('--path <path>', 'open this path of the console')
    .option('--region <region>', 'open in this region')
    .option('--duration <time>', 'how long the console stays signed in: 15m to 12h')
    .option('--print', 'print the link, which is a secret for 15 minutes, and open nothing')
    .option('--force', 'print secrets onto a terminal')
    .addHelpText(
      'after',
      '\nExamples: latchkey console prod.Admin --service s3\n          latchkey console prod.Admin --print | xclip',
    )
    .action(async (given: string | undefined, options: ConsoleOptions) => {
      const { service, path, region, print, force } = options;
      if (print !== true && !cli.interactive) {
        throw new AppError('bad-input', 'A browser is opened only from a terminal.', {
          hint: 'Use --print.',
        });
      }
      if (print === true && force !== true) refuseTerminal('latchkey console, which opens the browser');
      const durationSeconds =
        options.duration === undefined
          ? undefined
          : duration('--duration', options.duration, { from: 900, to: 12 * 3600 });
      const choice = await chooseProfile(cli, given, options);
      const input = { ...choice, service, path, region, durationSeconds };
      const { link, ...answer } = await withCode(cli, options, async (access) =>
        cli.call('consoleLink', { ...input, ...access }),
      );
      if (print === true) {
        cli.answer({ link, ...answer }, link);
        return;
      }
      await openLink(cli, link);
      cli.answer(answer, []);
      cli.say(
        `Opened ${answer.profileName}${answer.endsAt === null ? '' : ` until ${ending(answer.endsAt)}`}.`,
      );
    });
};
