import { Option } from 'commander';
import { AppError } from '../../core/errors.ts';
import { awsFiles } from '../awsFiles.ts';
import { duration } from '../duration.ts';
import { ending } from '../output.ts';
import { type AccessOptions, takeAccess, withCode } from '../access.ts';
import { chooseProfile } from '../profileChoice.ts';
import type { AddCommand } from '../program.ts';

interface StartOptions extends AccessOptions {
  readonly as?: string;
  readonly delivery?: 'keys' | 'process';
  readonly for?: string;
  readonly duration?: string;
}

export const start: AddCommand = (program, cli) => {
  takeAccess(program.command('start').description('get keys for a profile into ~/.aws, for every program'))
    .option('--as <name>', 'another name for it in ~/.aws')
    .addOption(
      new Option('--delivery <kind>', 'keys in a file, or a process that programs ask').choices([
        'keys',
        'process',
      ]),
    )
    .option('--for <time>', 'how long keys are kept and renewed: 1m to 12h (default: 8h)')
    .option('--duration <time>', 'how long each set of keys lives, where AWS lets you choose: 15m to 36h')
    .addHelpText(
      'after',
      '\nExamples: latchkey start prod.Admin --for 2h\n          latchkey start 111122223333/Admin --as prod',
    )
    .action(async (given: string | undefined, options: StartOptions) => {
      const { as, delivery } = options;
      const forSeconds = keptFor(options);
      const durationSeconds = livesFor(options);
      const files = awsFiles(cli.env);
      const choice = await chooseProfile(cli, given, options);
      const input = { ...choice, as, delivery, forSeconds, durationSeconds, awsFiles: files };
      const answer = await withCode(cli, options, async (access) =>
        cli.call('startProfile', { ...input, ...access }),
      );
      for (const warning of answer.warnings) cli.say(warning);
      const end = answer.endsAt === null ? 'stays until latchkey stop' : `until ${ending(answer.endsAt)}`;
      cli.say(`${answer.profileName} is in ${answer.file}, ${end}.`);
      cli.answer(answer, answer.profileName);
    });
};

function keptFor({ for: text, delivery }: StartOptions): number | undefined {
  if (text === undefined) return undefined;
  if (delivery === 'process') {
    throw new AppError('bad-input', '--for belongs to keys: a process profile has no end.', {
      hint: 'Leave it out, or choose --delivery keys.',
    });
  }
  return duration('--for', text, { from: 60, to: 12 * 3600 });
}

/** Each call of AWS has a range of its own within this one, and Identity Center takes none. */
function livesFor({ duration: text }: StartOptions): number | undefined {
  return text === undefined ? undefined : duration('--duration', text, { from: 900, to: 36 * 3600 });
}
