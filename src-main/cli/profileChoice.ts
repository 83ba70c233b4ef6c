import type { Command } from 'commander';
import type { ProfileRow } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import type { Cli } from './cli.ts';
import { isTerminal } from './isTerminal.ts';

/** The part of a command's input that says which profile. */
export interface ProfileChoice {
  readonly profile: string;
  readonly ssoSession?: string | undefined;
}

export interface ProfileOptions {
  readonly ssoSession?: string;
}

/** The argument PROFILE and what belongs to it. */
export function takeProfile(command: Command): Command {
  return command
    .argument('[profile]', 'name, ACCOUNT/ROLE, or a few letters; left out: $LATCHKEY_PROFILE, else choose')
    .option('--sso-session <name>', 'which sign-in, where several offer the same');
}

/** The profile that was named. @throws AppError bad-input when none was */
export function namedProfile(cli: Cli, given: string | undefined): string {
  const name = given ?? cli.env.LATCHKEY_PROFILE ?? '';
  if (name !== '') return name;
  throw new AppError('bad-input', 'No profile is named.', {
    hint: 'Name one (latchkey list shows them), or set LATCHKEY_PROFILE.',
  });
}

/** What was chosen, and the row that it stands for where that is known. */
export interface ChosenProfile {
  readonly choice: ProfileChoice;
  readonly row: ProfileRow | undefined;
}

/**
 * The profile that is meant: on a terminal a few letters are enough, and none at all opens the picker. A script
 * gets what it named and nothing like it.
 * @throws AppError bad-input (none named, nobody to ask), no-such-profile, ambiguous-profile
 */
export async function chooseProfile(
  cli: Cli,
  given: string | undefined,
  options: ProfileOptions,
): Promise<ProfileChoice> {
  return (await chooseRow(cli, given, options)).choice;
}

/** As `chooseProfile`. @throws AppError as it does */
export async function chooseRow(
  cli: Cli,
  given: string | undefined,
  { ssoSession }: ProfileOptions,
): Promise<ChosenProfile> {
  const nothing = given === undefined && (cli.env.LATCHKEY_PROFILE ?? '') === '';
  if (nothing && cli.interactive) return chosen(cli, await pick(cli, '', ssoSession));
  const profile = namedProfile(cli, given);
  if (given === undefined || !isTerminal('stdin')) return { choice: { profile, ssoSession }, row: undefined };
  try {
    const { profile: row } = await cli.call('findProfile', { profile, ssoSession, letters: true });
    if (!isExactly(row, profile)) return chosen(cli, row);
    return { choice: { profile, ssoSession: row.ssoSession ?? ssoSession }, row };
  } catch (error) {
    if (!cli.interactive || !(error instanceof AppError) || error.code !== 'ambiguous-profile') throw error;
    return chosen(cli, await pick(cli, profile, ssoSession, error));
  }
}

async function pick(
  cli: Cli,
  letters: string,
  ssoSession: string | undefined,
  otherwise?: AppError,
): Promise<ProfileRow> {
  const [{ profiles }, { pickProfile }, { searchProfiles }] = await Promise.all([
    cli.call('listProfiles', {}),
    import('./picker.ts'),
    import('../core/search.ts'),
  ]);
  const rows = profiles.filter((row) => ssoSession === undefined || row.ssoSession === ssoSession);
  if (rows.length === 0) {
    throw new AppError('no-such-profile', 'There is no profile to choose from yet.', {
      hint: 'Sign in with latchkey login, then run latchkey sync.',
    });
  }
  const search: typeof searchProfiles = (all, words) => searchProfiles(all, words, 'loose');
  if (otherwise !== undefined && search(rows, letters).length === 0) throw otherwise;
  return pickProfile(cli, rows, letters, search);
}

/** By its id: a saved profile may end in the account and role of another, and a name may change with a sync. */
function chosen(cli: Cli, row: ProfileRow): ChosenProfile {
  const { name, accountId, roleName, ssoSession } = row;
  cli.say([name, `${accountId}/${roleName}`, ...(ssoSession === null ? [] : [ssoSession])].join('  '));
  return { choice: { profile: row.id, ssoSession: ssoSession ?? undefined }, row };
}

function isExactly(row: ProfileRow, typed: string): boolean {
  const accounts = [row.accountId, row.accountName];
  return [row.name, row.id, ...accounts.map((account) => `${account ?? ''}/${row.roleName}`)].includes(typed);
}
