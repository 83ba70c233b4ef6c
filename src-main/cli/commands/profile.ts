import type { Command } from 'commander';
import type { Input, ProfileView } from '../../contract.ts';
import { AppError } from '../../core/errors.ts';
import type { Cli } from '../cli.ts';
import { profileLines } from '../profileLines.ts';
import type { AddCommand } from '../program.ts';
import { readTextFile } from '../readTextFile.ts';
import {
  bindSteps,
  type GivenOption,
  refuseLoose,
  type StepChange,
  stepsHelp,
  takeSteps,
} from '../stepOptions.ts';
import { addProfileTest } from '../profileTest.ts';

interface AddOptions {
  readonly from: string;
  readonly ssoSession?: string;
  readonly mfa?: true;
}

interface EditOptions {
  readonly name?: string;
  readonly from?: string;
  readonly ssoSession?: string;
  readonly mfa?: boolean;
}

export const profile: AddCommand = (program, cli) => {
  const group = program
    .command('profile')
    .description('profiles of your own: role chains, IAM users with MFA, federated roles')
    .helpCommand(false);
  addAdd(group, cli);
  group
    .command('show')
    .description('what a profile is made of, and each call to AWS on the way to its keys')
    .argument('<name>')
    .option('--sso-session <name>', 'which sign-in, where several offer the same')
    .action(async (name: string, { ssoSession }: { ssoSession?: string }) => {
      const answer = await cli.call('showProfile', { profile: name, ssoSession });
      cli.answer(answer, profileLines(answer.profile));
    });
  addEdit(group, cli);
  group
    .command('remove')
    .description('forget a profile and take out what was delivered of it')
    .argument('<name>')
    .action(async (name: string) => {
      const answer = await cli.call('removeProfile', { profile: name });
      cli.answer(answer, []);
      cli.say(`Removed ${name}. Delivered keys removed: ${answer.keysRemoved}.`);
    });
  addProfileTest(group, cli);
};

function addAdd(group: Command, cli: Cli): void {
  const command = group
    .command('add')
    .description('save a profile')
    .argument('<name>', 'what you call it')
    .requiredOption('--from <origin>', 'an IAM user, a source, or a profile (name or ACCOUNT/ROLE)')
    .option('--sso-session <name>', 'which sign-in, where several offer the same')
    .option('--mfa', 'by the IAM user’s MFA session, which all its profiles share');
  const given = takeSteps(command);
  command
    .addHelpText(
      'after',
      `${stepsHelp}\nExamples: latchkey profile add pay --from ada --mfa --role-arn arn:aws:iam::111122223333:role/Payouts` +
        '\n          latchkey profile add audit --from gateway.ReadOnly \\' +
        '\n            --role-arn arn:aws:iam::111122223333:role/Hop --external-id agreed \\' +
        '\n            --role-arn arn:aws:iam::444455556666:role/Auditor --duration 30m',
    )
    .action(async (name: string, { from, ssoSession, mfa }: AddOptions) => {
      const bound = bindSteps(given, readTextFile);
      refuseLoose(bound, given);
      const { steps, region } = bound;
      const answer = await cli.call('addProfile', { name, from, ssoSession, mfa, steps: [...steps], region });
      cli.answer(answer, []);
      cli.say(`Added ${name}. Try it with: latchkey profile test ${name}`);
    });
}

function addEdit(group: Command, cli: Cli): void {
  const command = group
    .command('edit')
    .description('change what is given; with any --role-arn all roles are given anew')
    .argument('<name>')
    .option('--name <new>', 'another name')
    .option('--from <origin>', 'begin elsewhere')
    .option('--sso-session <name>', 'which sign-in, where several offer the same')
    .option('--mfa', 'by the IAM user’s MFA session')
    .option('--no-mfa', 'by the IAM user’s keys alone');
  const given = takeSteps(command);
  command
    .addHelpText(
      'after',
      `${stepsHelp}Without a --role-arn they change the last role.` +
        '\n\nExamples: latchkey profile edit pay --duration 1h\n          latchkey profile edit pay --from grace',
    )
    .action(async (profileName: string, { name, from, ssoSession, mfa }: EditOptions) => {
      const change = await changed(cli, profileName, given);
      const answer = await cli.call('changeProfile', {
        profile: profileName,
        ...{ name, from, ssoSession, mfa },
        ...change,
      });
      cli.answer(answer, []);
      cli.say(`Changed ${answer.profile.name}.`);
    });
}

/** Roles are given whole to the agent: an option for the last one is put into what is there. */
async function changed(
  cli: Cli,
  name: string,
  given: readonly GivenOption[],
): Promise<Pick<Input<'changeProfile'>, 'steps' | 'region'>> {
  const { steps, region, loose } = bindSteps(given, readTextFile);
  if (Object.keys(loose).length === 0) return { steps: steps.length === 0 ? undefined : [...steps], region };
  const { profile: before } = await cli.call('showProfile', { profile: name });
  return { steps: withLast(before, loose), region };
}

function withLast({ name, steps }: ProfileView, change: StepChange): ProfileView['steps'] {
  const last = steps.at(-1);
  if (last === undefined) {
    throw new AppError('bad-input', `“${name}” takes no role that this could change.`, {
      hint: 'Give one with: --role-arn ARN',
    });
  }
  return [...steps.slice(0, -1), { ...last, ...change } as typeof last];
}
