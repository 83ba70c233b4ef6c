import { AppError } from '../../core/errors.ts';
import { type AccessOptions, mfaCodeOption, reasonOption, withCode } from '../access.ts';
import { behindDashes } from '../behindDashes.ts';
import { childEnvironment } from '../childEnvironment.ts';
import type { Cli } from '../cli.ts';
import { Ended } from '../ended.ts';
import { endLike } from '../endLike.ts';
import { environment } from '../environment.ts';
import { failed } from '../exitCode.ts';
import { givenInstead } from '../givenInstead.ts';
import { keysFor } from '../keysFor.ts';
import { passSignals } from '../passSignals.ts';
import { chooseRow } from '../profileChoice.ts';
import type { AddCommand } from '../program.ts';
import type { EnvironmentChange } from '../shellText.ts';
import { startProgram } from '../startProgram.ts';

interface ExecOptions extends AccessOptions {
  readonly endpoint?: true;
}

/** What the command gets, and what is to be done when it has ended. */
interface Access {
  readonly change: EnvironmentChange;
  readonly close: () => Promise<void>;
}

const example = 'latchkey exec prod.Admin -- aws s3 ls';

export const exec: AddCommand = (program, cli, argv) => {
  program
    .command('exec')
    .description('run a command with the keys of a profile in its environment')
    .usage('[options] [profile] -- <command...>')
    .argument('[words...]', 'the profile as everywhere; behind -- the command, as it is')
    .option('--endpoint', 'an endpoint that renews keys instead of the keys: for what runs long')
    .option('--sso-session <name>', 'which sign-in, where several offer the same')
    .addOption(mfaCodeOption())
    .addOption(reasonOption())
    .addHelpText(
      'after',
      `\nExamples: ${example}\n          latchkey exec --endpoint prod.Admin -- terraform apply`,
    )
    .action(async (operands: string[], options: ExecOptions) => {
      const { words, command } = behindDashes(argv, operands, example);
      const [profile, ...others] = words;
      if (others.length > 0) {
        throw new AppError('bad-input', 'One profile stands before --.', { hint: `Like this: ${example}` });
      }
      const { change, close } = await access(cli, profile, options);
      const { child, ended } = startProgram(command, childEnvironment(cli.env, change), 'inherit');
      passSignals(() => [child]);
      const { code, signal, failure } = await ended;
      await close();
      if (failure !== null) cli.say(`latchkey: ${failure}`);
      throw new Ended(signal === null ? (code ?? failed) : endLike(signal));
    });
};

async function access(cli: Cli, profile: string | undefined, options: ExecOptions): Promise<Access> {
  if (options.endpoint !== true) {
    const issued = await keysFor(cli, profile, options, 'exec');
    return { change: environment(issued), close: () => Promise.resolve() };
  }
  const [{ choice, row }, { heldEndpoint }] = await Promise.all([
    chooseRow(cli, profile, options),
    import('../heldEndpoint.ts'),
  ]);
  const held = await withCode(cli, options, async (given) => heldEndpoint(cli, { ...choice, ...given }));
  const { LATCHKEY_PROFILE: profileName = '' } = held.change.set;
  const instead = givenInstead(choice.profile, row, { profileName });
  if (instead !== undefined) cli.say(instead);
  return held;
}
