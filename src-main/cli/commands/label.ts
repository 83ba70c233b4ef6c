import { Option } from 'commander';
import { AppError } from '../../core/errors.ts';
import type { LabelRule } from '../../core/guard/guardSettings.ts';
import { type LabelColour, labelColours } from '../../core/guard/labelColours.ts';
import type { Cli } from '../cli.ts';
import { chooseProfile, namedProfile, type ProfileOptions } from '../profileChoice.ts';
import type { AddCommand } from '../program.ts';

interface LabelOptions extends ProfileOptions {
  readonly remove?: true;
  readonly colour?: LabelColour;
}

export const label: AddCommand = (program, cli) => {
  program
    .command('label')
    .description('give a label, such as production, to a profile or to all that a pattern fits')
    .argument('<profile>', 'a profile, or a pattern with * such as *prod*')
    .argument('<label>', 'letters, digits, blanks, dots, dashes and underscores')
    .option('--sso-session <name>', 'which sign-in, where several offer the same')
    .option('--remove', 'take it away; give the pattern as it was given')
    .addOption(
      new Option('--colour <colour>', 'of the label everywhere').choices(labelColours).conflicts('remove'),
    )
    .addHelpText(
      'after',
      "\nExamples: latchkey label '*-prod.*' production\n          latchkey label --colour orange '*staging*' staging\n          latchkey label sandbox.Admin play --remove",
    )
    .action(async (given: string, name: string, options: LabelOptions) => {
      await (options.remove === true ? remove(cli, given, name, options) : add(cli, given, name, options));
    });
};

async function add(cli: Cli, given: string, name: string, options: LabelOptions): Promise<void> {
  const answer = given.includes('*')
    ? await cli.call('addLabel', { label: name, pattern: given })
    : await cli.call('addLabel', { label: name, profile: true, ...(await theProfile(cli, given, options)) });
  const { colour } = options;
  if (colour !== undefined) await cli.call('colourLabel', { label: name, colour });
  cli.answer(answer, []);
  const many = answer.profiles === 1 ? '1 profile has' : `${answer.profiles} profiles have`;
  cli.say(`${many} the label “${name}” by ${answer.pattern}.`);
  if (answer.profiles === 0) cli.say('It is kept, for profiles to come.');
}

async function theProfile(
  cli: Cli,
  given: string,
  options: ProfileOptions,
): Promise<{ pattern: string; ssoSession?: string | undefined }> {
  const { profile, ssoSession } = await chooseProfile(cli, given, options);
  return { pattern: profile, ssoSession };
}

/** @throws AppError bad-input when no rule gives this label so */
async function remove(cli: Cli, given: string, name: string, options: ProfileOptions): Promise<void> {
  const { settings } = await cli.call('getSettings', {});
  const patterns = (await patternsOf(cli, given, options)).map((one) => one.toLowerCase());
  const rules = settings.labels as readonly LabelRule[];
  const rule = rules.find(({ label, pattern }) => label === name && patterns.includes(pattern.toLowerCase()));
  if (rule === undefined) {
    throw new AppError('bad-input', `The label “${name}” is not given by ${given}.`, {
      hint: 'Name the profile or the pattern as it was given; latchkey settings get labels lists them.',
    });
  }
  await cli.call('removeLabel', rule);
  cli.answer({ pattern: rule.pattern }, []);
  cli.say(`The label “${name}” is no longer given by ${rule.pattern}.`);
}

/** A pattern is as it stands; a profile's may be its name or its ACCOUNT/ROLE. */
async function patternsOf(cli: Cli, given: string, options: ProfileOptions): Promise<readonly string[]> {
  if (given.includes('*')) return [given];
  try {
    const name = namedProfile(cli, given);
    const { profile } = await cli.call('findProfile', { profile: name, ssoSession: options.ssoSession });
    return [given, profile.name, `${profile.accountId}/${profile.roleName}`];
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'no-such-profile') throw error;
    return [given];
  }
}
