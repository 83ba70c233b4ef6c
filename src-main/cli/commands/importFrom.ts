import { resolve } from 'node:path';
import { Option } from 'commander';
import { importPlaces } from '../../adapters/importPlaces.ts';
import type { Input } from '../../contract.ts';
import { AppError } from '../../core/errors.ts';
import { awsFiles } from '../awsFiles.ts';
import { importPlan, type ImportOptions, type KeysToTake } from '../importPlan.ts';
import type { AddCommand } from '../program.ts';

const tools = ['aws', 'leapp', 'aws-vault', 'granted', 'aws-sso-cli', 'team'] as const;

interface FromOptions extends ImportOptions {
  readonly from: (typeof tools)[number];
  readonly file?: string;
}

export const importFrom: AddCommand = (program, cli) => {
  program
    .command('import')
    .description('take over from another tool; a plan comes first, and its files stay as they are')
    .addOption(
      new Option('--from <tool>', 'whose files; team: the file of the setting teamFile')
        .choices(tools)
        .default('aws'),
    )
    .option('--file <path>', 'the tool’s own file, where it is not in its place')
    .option('--dry-run', 'show the plan and do nothing')
    .option('--yes', 'without asking')
    .option('--replace', 'also what replaces something here')
    .option(
      '--keys <profile=name>',
      'copy these long-term keys to the keychain, too; again for more',
      keys,
      [],
    )
    .addHelpText(
      'after',
      '\nExamples: latchkey import --from aws --dry-run\n          latchkey import --from leapp' +
        '\n          latchkey import --from aws --keys build=build',
    )
    .action(async ({ from, file, ...options }: FromOptions) => {
      // Whoever names it agrees; a file that is encrypted is opened for nobody else.
      if (from === 'leapp')
        cli.say('Leapp’s file is opened with the id of this machine. Its keys and tokens are not read.');
      await importPlan(cli, sourceOf(cli.env, from, file), options);
    });
};

function sourceOf(
  env: NodeJS.ProcessEnv,
  from: FromOptions['from'],
  file: string | undefined,
): Input<'planImport'> {
  const own = from === 'leapp' || from === 'granted' || from === 'aws-sso-cli';
  if (file !== undefined && !own) {
    throw new AppError('bad-input', `--file does not go with --from ${from}.`, {
      hint: 'AWS_CONFIG_FILE says where the AWS config file is.',
    });
  }
  const files = file !== undefined ? [resolve(file)] : own ? [...importPlaces(env)[from]] : undefined;
  return { from, ...(files && { files }), awsFiles: awsFiles(env) };
}

function keys(text: string, before: readonly KeysToTake[] = []): readonly KeysToTake[] {
  const at = text.lastIndexOf('=');
  const [profile, name] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  if (profile !== '' && name !== '') return [...before, { profile, name }];
  throw new AppError('bad-input', '--keys must be like build=build.', {
    hint: 'The profile of ~/.aws stands before the =, the name of the IAM user behind it.',
  });
}
