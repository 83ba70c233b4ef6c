import { InvalidArgumentError } from 'commander';
import type { ProfileRow } from '../../contract.ts';
import { AppError } from '../../core/errors.ts';
import { type AccessOptions, mfaCodeOption, reasonOption } from '../access.ts';
import { behindDashes } from '../behindDashes.ts';
import type { Cli } from '../cli.ts';
import { eachProfile, type EachOutcome } from '../eachProfile.ts';
import { Ended } from '../ended.ts';
import { done, exitCode, failed, personNeeded } from '../exitCode.ts';
import { table } from '../output.ts';
import type { AddCommand } from '../program.ts';

interface EachCommandOptions extends AccessOptions {
  readonly parallel: number;
  readonly includeGuarded?: true;
}

const example = 'latchkey each prod admin -- aws sts get-caller-identity';

export const each: AddCommand = (program, cli, argv) => {
  program
    .command('each')
    .description('run a command in every profile that fits')
    .usage('[options] <words...> -- <command...>')
    .argument('[words...]', 'as in latchkey list; behind -- the command, as it is')
    .option('--parallel <count>', 'how many run at once, 1 to 50', count, 10)
    .option('--include-guarded', 'also profiles that ask first: you are asked for each')
    .addOption(mfaCodeOption())
    .addOption(reasonOption())
    .addHelpText(
      'after',
      `\nExamples: ${example}\n          latchkey each sandbox --parallel 3 -- ./clean-up`,
    )
    .action(async (operands: string[], options: EachCommandOptions) => {
      const { words, command } = behindDashes(argv, operands, example);
      if (words.join('').trim() === '') {
        throw new AppError('bad-input', 'Nothing says which profiles.', { hint: `Like this: ${example}` });
      }
      const rows = await fitting(cli, words.join(' '), options.includeGuarded === true);
      const outcomes = await eachProfile(cli, rows, { ...options, command });
      if (cli.json) cli.answer({ results: outcomes.map(({ result }) => result) }, []);
      else for (const line of [...table(outcomes.map(cells)), ...hints(outcomes)]) cli.say(line);
      const code = codeOf(outcomes);
      if (code !== done) throw new Ended(code);
    });
};

/** @throws AppError no-such-profile when nothing is left */
async function fitting(cli: Cli, words: string, includeGuarded: boolean): Promise<readonly ProfileRow[]> {
  const { profiles } = await cli.call('listProfiles', { words });
  const rows = profiles.filter(({ asksFirst }) => includeGuarded || !asksFirst);
  const guarded = profiles.filter(({ asksFirst }) => !includeGuarded && asksFirst);
  if (guarded.length > 0) {
    const names = guarded.map(({ name }) => name).join(', ');
    cli.say(`Left out, because they ask first: ${names}. --include-guarded takes them in.`);
  }
  if (rows.length > 0) return rows;
  throw new AppError('no-such-profile', 'No profile is left to run it in.', {
    hint: guarded.length > 0 ? 'All that fit ask first.' : 'latchkey list shows what words fit.',
  });
}

function cells({ result }: EachOutcome): string[] {
  const { profile, exitCode: ended, error } = result;
  return [profile, ended === null ? 'not run' : `exit ${ended}`, error ?? ''];
}

/** What to do about profiles that gave no keys, each thing once: it is often the same for all. */
function hints(outcomes: readonly EachOutcome[]): readonly string[] {
  return [...new Set(outcomes.flatMap(({ refusal }) => refusal?.hint ?? []))];
}

/** 3 where all that is missing is a person, so that a script can tell. */
function codeOf(outcomes: readonly EachOutcome[]): number {
  const others = outcomes.filter(({ result }) => result.exitCode !== 0);
  if (others.length === 0) return done;
  const waits = ({ refusal }: EachOutcome): boolean =>
    refusal !== null && exitCode(refusal.code) === personNeeded;
  return others.every(waits) ? personNeeded : failed;
}

function count(text: string): number {
  const most = Number(text);
  if (/^\d+$/.test(text) && most >= 1 && most <= 50) return most;
  throw new InvalidArgumentError('It takes 1 to 50.');
}
