import { Option } from 'commander';
import type { Output } from '../../contract.ts';
import { AppError } from '../../core/errors.ts';
import { awsFiles } from '../awsFiles.ts';
import type { Cli } from '../cli.ts';
import { Ended } from '../ended.ts';
import { failed } from '../exitCode.ts';
import { table } from '../output.ts';
import type { AddCommand } from '../program.ts';
import { plainText } from '../textWidth.ts';

interface ImportOptions {
  readonly from: string;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly keys?: readonly KeysToTake[];
}

/** Long-term keys of a config profile, and what to call the IAM user that they become. */
interface KeysToTake {
  readonly profile: string;
  readonly name: string;
}

type Plan = Output<'planTakeover'>;

const others = ['leapp', 'aws-vault', 'granted', 'aws-sso-cli'];

export const importFrom: AddCommand = (program, cli) => {
  program
    .command('import')
    .description('take profiles over from elsewhere; a plan comes first, and the files stay as they are')
    .addOption(
      new Option('--from <tool>', 'role profiles of ~/.aws').choices(['aws', ...others]).default('aws'),
    )
    .option('--dry-run', 'show the plan and do nothing')
    .option('--yes', 'without asking')
    .option(
      '--keys <profile=name>',
      'copy these long-term keys to the keychain, too; again for more',
      keys,
      [],
    )
    .addHelpText(
      'after',
      '\nExamples: latchkey import --from aws --dry-run\n          latchkey import --from aws --keys build=build',
    )
    .action(async (options: ImportOptions) => {
      if (options.from !== 'aws') {
        throw new AppError('bad-input', `Latchkey does not import from ${options.from} yet.`, {
          hint: 'Role profiles of ~/.aws: latchkey import --from aws',
        });
      }
      await takeOver(cli, options);
    });
};

async function takeOver(cli: Cli, { dryRun, yes, keys: taken = [] }: ImportOptions): Promise<void> {
  const files = awsFiles(cli.env);
  const plan = await cli.call('planTakeover', { awsFiles: files });
  const names = plan.profiles
    .filter(({ keysIn }) => keysIn === null || taken.some(({ profile }) => profile === keysIn))
    .map(({ name }) => name);
  if (dryRun === true) {
    cli.answer(plan, planLines(plan, names));
    cli.say('Nothing was done.');
    return;
  }
  if (!cli.json) for (const line of planLines(plan, names)) cli.say(line);
  if (names.length === 0 && taken.length === 0) {
    cli.answer({ added: [], left: plan.left, iamUsers: [] }, []);
    cli.say('There is nothing to take over.');
    return;
  }
  if (yes !== true && !(await agreed(cli))) {
    cli.answer({ added: [], left: plan.left, iamUsers: [] }, []);
    cli.say('Nothing was done.');
    throw new Ended(failed);
  }
  const iamUsers: Output<'takeKeys'>[] = [];
  for (const one of taken) iamUsers.push(await cli.call('takeKeys', { ...one, awsFiles: files }));
  const { added, left } = await cli.call('takeOver', { names, awsFiles: files });
  cli.answer({ added, left: [...plan.left, ...left], iamUsers }, added);
  for (const { name, why } of left) cli.say(`${name} was left: ${why}`);
  for (const { name, arn } of iamUsers)
    cli.say(`Added the IAM user ${name}: ${arn}. The file keeps its keys.`);
  cli.say(`Taken over: ${added.length}. Try one with: latchkey profile test NAME`);
}

/** `+` is taken over, `-` is left, with the reason. */
function planLines({ profiles, left }: Plan, names: readonly string[]): string[] {
  const rows = profiles.map(({ name, from, roles, keysIn }) => {
    const what = `${roles} role${roles === 1 ? '' : 's'} from ${from}`;
    return names.includes(name)
      ? ['+', name, what]
      : ['-', name, `${what}; first take the keys: --keys ${keysIn ?? name}=${keysIn ?? name}`];
  });
  return table([...rows, ...left.map(({ name, why }) => ['-', name, why])]).map(plainText);
}

async function agreed(cli: Cli): Promise<boolean> {
  if (!cli.interactive) {
    throw new AppError('bad-input', 'Nothing was done: nobody is there to agree.', {
      hint: 'Look at the plan, then say: --yes',
    });
  }
  const { askYesNo } = await import('../prompt.ts');
  return askYesNo(cli, 'Take these over?');
}

function keys(text: string, before: readonly KeysToTake[] = []): readonly KeysToTake[] {
  const at = text.lastIndexOf('=');
  const [profile, name] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  if (profile !== '' && name !== '') return [...before, { profile, name }];
  throw new AppError('bad-input', '--keys must be like build=build.', {
    hint: 'The profile of ~/.aws stands before the =, the name of the IAM user behind it.',
  });
}
