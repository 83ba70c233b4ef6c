import { AppError } from '../../core/errors.ts';
import { type AccessOptions, takeAccess, withCode } from '../access.ts';
import { duration } from '../duration.ts';
import { ending } from '../output.ts';
import { chooseProfile } from '../profileChoice.ts';
import type { AddCommand } from '../program.ts';
import { refuseTerminal } from '../refuseTerminal.ts';

interface ConsoleOptions extends AccessOptions {
  readonly service?: string;
  readonly path?: string;
  readonly region?: string;
  readonly duration?: string;
  readonly portal?: true;
  readonly print?: true;
  readonly force?: true;
}

export const console: AddCommand = (program, cli) => {
  takeAccess(program.command('console').description('sign in to the AWS console in your browser'))
    .option('--service <service>', 'open this service, such as s3 or "cloudwatch logs"; last: the one before')
    .option('--path <path>', 'open this path of the console')
    .option('--region <region>', 'open in this region')
    .option('--duration <time>', 'how long the console stays signed in: 15m to 12h')
    .option('--portal', 'by the access portal, which needs no keys')
    .option('--print', 'print the link, which is a secret for 15 minutes, and open nothing')
    .option('--force', 'print secrets onto a terminal')
    .addHelpText(
      'after',
      `
It opens in $BROWSER where that is set, else where your settings open this profile’s pages.
Examples: latchkey console prod.Admin --service s3
          latchkey console prod.Admin --print | xclip`,
    )
    .action(async (given: string | undefined, options: ConsoleOptions) => {
      const { print, force } = options;
      if (print !== true && !cli.interactive) {
        throw new AppError('bad-input', 'A browser is opened only from a terminal.', {
          hint: 'Use --print.',
        });
      }
      if (print === true && force !== true) refuseTerminal('latchkey console, which opens the browser');
      const page = pageOf(options);
      await checkService(page.service);
      const choice = await chooseProfile(cli, given, options);
      // Before any keys are made.
      const browser =
        print === true ? undefined : await (await import('../pageBrowser.ts')).pageBrowser(cli, choice);
      const { link, ...answer } = await withCode(cli, options, async (access) =>
        cli.call('consoleLink', { ...choice, ...page, ...access }),
      );
      if (browser === undefined) {
        cli.answer({ link, ...answer }, link);
        return;
      }
      await browser.open(link, answer.by === 'federation');
      cli.answer(answer, []);
      const { profileName, service, endsAt } = answer;
      const what = `${service === null ? '' : `${service} in `}${profileName}`;
      cli.say(`Opened ${what} in ${browser.words}${endsAt === null ? '' : `, until ${ending(endsAt)}`}.`);
    });
};

function pageOf({ service, path, region, duration: time, portal }: ConsoleOptions) {
  if (service !== undefined && path !== undefined) {
    throw new AppError('bad-input', '--service and --path do not go together.', {
      hint: 'Give the one that names the page.',
    });
  }
  const durationSeconds =
    time === undefined ? undefined : duration('--duration', time, { from: 900, to: 12 * 3600 });
  return { service, path, region, durationSeconds, by: portal === true ? ('portal' as const) : undefined };
}

/**
 * What looks mistyped opens nothing: the console would show a page that is not there. It has services that Latchkey
 * does not know, and those have a path.
 * @throws AppError bad-input
 */
async function checkService(service: string | undefined): Promise<void> {
  if (service === undefined || service === 'last') return;
  const [{ consoleServiceNamed }, { findConsoleServices }] = await Promise.all([
    import('../../core/console/consoleServiceNamed.ts'),
    import('../../core/console/findConsoleServices.ts'),
  ]);
  if (consoleServiceNamed(service) !== undefined) return;
  const near = /^[\w -]+$/.test(service) ? findConsoleServices(service, 'aws').slice(0, 3) : [];
  const meant = near.length === 0 ? '' : `Did you mean ${near.map(({ id }) => id).join(', ')}? `;
  throw new AppError('bad-input', `“${service}” is not a service that Latchkey knows.`, {
    hint: `${meant}A page of another opens by its path, such as --path /SERVICE/home.`,
  });
}
