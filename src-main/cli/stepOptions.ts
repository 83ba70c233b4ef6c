import { Option, type Command } from 'commander';
import type { Input } from '../contract.ts';
import type { RoleArn } from '../core/arn.ts';
import { AppError } from '../core/errors.ts';
import { duration } from './duration.ts';

type Step = NonNullable<Input<'addProfile'>['steps']>[number];
export type StepChange = Partial<Omit<Step, 'roleArn'>>;

/** One option as it stands on the command line. */
export interface GivenOption {
  readonly flag: string;
  readonly value: string;
}

export interface BoundOptions {
  /** Of the profile: given before every role. */
  readonly region: string | undefined;
  readonly steps: readonly Step[];
  /** For a role that no --role-arn names. */
  readonly loose: StepChange;
}

/** Reads a policy. @throws AppError */
export type ReadFile = (option: string, file: string) => string;

const roleFlag = '--role-arn';
const regionFlag = '--region';

const described: readonly (readonly [string, string])[] = [
  [`${roleFlag} <arn>`, 'take this role; again for the next one after it'],
  ['--external-id <id>', 'what the role’s account asks for'],
  ['--session-name <name>', 'as whom CloudTrail shows it; may hold {user}, {host}, {reason}, {profile}'],
  ['--duration <time>', 'how long its keys live: 15m to 12h, at most 1h where it is taken from another role'],
  ['--tag <key=value>', 'a session tag; again for more'],
  ['--transitive-tag <key>', 'the tag of this key goes on to the roles after it'],
  ['--source-identity <name>', 'who it is; stays for the roles after it'],
  ['--policy <file>', 'JSON that narrows what the role may do'],
  ['--policy-arn <arn>', 'a managed policy that narrows it; again for more'],
  [
    `${regionFlag} <region>`,
    'before every --role-arn that of the profile, after one where STS is asked for it',
  ],
];

/** Adds the options of roles to a command, and answers with the list that its words will fill, in their order. */
export function takeSteps(command: Command): readonly GivenOption[] {
  const given: GivenOption[] = [];
  for (const [flags, description] of described) {
    const [flag = ''] = flags.split(' ');
    command.addOption(
      new Option(flags, description).argParser((value: string) => {
        given.push({ flag, value });
        return value;
      }),
    );
  }
  return given;
}

export const stepsHelp =
  '\nOptions of a role belong to the --role-arn before them. Roles are taken one after the other, each with the\n' +
  'keys of the one before. --from names an IAM user, a source or another profile.\n';

/**
 * Binds each option to the --role-arn before it.
 * @throws AppError bad-input for one that stands before every --role-arn though there are some, or twice for one role
 */
export function bindSteps(given: readonly GivenOption[], readFile: ReadFile): BoundOptions {
  const steps: Step[] = [];
  let loose: StepChange = {};
  let region: string | undefined;
  for (const { flag, value } of given) {
    const step = steps.at(-1);
    if (flag === roleFlag) steps.push({ roleArn: value as RoleArn });
    else if (flag === regionFlag && step === undefined) region = once(flag, region, value);
    else if (step === undefined) loose = { ...loose, ...change(flag, value, loose, readFile) };
    else steps[steps.length - 1] = { ...step, ...change(flag, value, step, readFile) };
  }
  if (steps.length > 0 && Object.keys(loose).length > 0) throw withoutRole(given);
  return { region, steps, loose };
}

/** @throws AppError bad-input when an option of a role stands where no role is named */
export function refuseLoose({ loose }: BoundOptions, given: readonly GivenOption[]): void {
  if (Object.keys(loose).length > 0) throw withoutRole(given);
}

function change(flag: string, value: string, step: StepChange, readFile: ReadFile): StepChange {
  switch (flag) {
    case '--external-id':
      return { externalId: once(flag, step.externalId, value) };
    case '--session-name':
      return { sessionName: once(flag, step.sessionName, value) };
    case '--duration':
      return { durationSeconds: once(flag, step.durationSeconds, seconds(flag, value)) };
    case '--tag':
      return { tags: [...(step.tags ?? []), tag(value)] };
    case '--transitive-tag':
      return { transitiveTagKeys: [...(step.transitiveTagKeys ?? []), value] };
    case '--source-identity':
      return { sourceIdentity: once(flag, step.sourceIdentity, value) };
    case '--policy':
      return { policy: once(flag, step.policy, readFile(flag, value)) };
    case '--policy-arn':
      return { policyArns: [...(step.policyArns ?? []), value] };
    default:
      return { region: once(flag, step.region, value) };
  }
}

function once<Value>(flag: string, before: Value | null | undefined, value: Value): Value {
  if (before === undefined || before === null) return value;
  throw new AppError('bad-input', `${flag} is given twice for one role.`, {
    hint: 'Give it once after each --role-arn that it is for.',
  });
}

function seconds(flag: string, text: string): number {
  return duration(flag, text, { from: 900, to: 12 * 3600 });
}

function tag(text: string): { readonly key: string; readonly value: string } {
  const at = text.indexOf('=');
  if (at > 0) return { key: text.slice(0, at), value: text.slice(at + 1) };
  throw new AppError('bad-input', '--tag must be like team=payments.', {
    hint: 'The key stands before the first =, the value behind it.',
  });
}

function withoutRole(given: readonly GivenOption[]): AppError {
  const first = given.find(({ flag }) => flag !== regionFlag && flag !== roleFlag);
  return new AppError('bad-input', `${first?.flag ?? ''} stands before every --role-arn.`, {
    hint: 'Give it after the --role-arn of the role that it is for.',
  });
}
