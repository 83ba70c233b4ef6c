import type { ProfileRow } from '../../contract.ts';
import { AppError } from '../../core/errors.ts';
import { checkedArn } from '../checkedArn.ts';
import type { Cli } from '../cli.ts';
import { ending, table } from '../output.ts';
import type { AddCommand } from '../program.ts';
import { shellHas, type ShellHas } from '../shellHas.ts';

export const whoami: AddCommand = (program, cli) => {
  program
    .command('whoami')
    .description('what this shell has: profile, account, role, time left')
    .option('--check', 'ask AWS, and fail when the name and the keys disagree')
    .action(async ({ check }: { check?: true }) => {
      const has = shellHas(cli.env);
      const row = await rowOf(cli, has.profile, check === true);
      const arn = check === true ? await checkedArn(cli, has, row) : null;
      const accountId = has.accountId ?? row?.accountId ?? null;
      const roleName = row?.roleName ?? null;
      const expiresAt = has.expiresAt ?? null;
      cli.answer(
        { profile: has.profile ?? null, accountId, roleName, expiresAt, arn },
        table(
          [
            ['Profile', has.profile],
            ['Account', accountId],
            ['Role', roleName],
            ['Keys', where(has, row)],
            ['Ends', expiresAt === null ? null : ending(expiresAt)],
            ['ARN', arn],
          ].flatMap(([name = '', value]) => (typeof value === 'string' ? [[name ?? '', value]] : [])),
        ),
      );
      for (const line of doubts(has, row)) cli.say(line);
    });
};

/** Where there is no end to tell of; null for keys in the environment, whose end is another line. */
function where(has: ShellHas, row: ProfileRow | undefined): string | null {
  if (has.from === 'endpoint') return 'renewed by an endpoint; when these end is not known here';
  if (has.from !== 'profile' || row === undefined) return null;
  if (row.delivery === 'process') return 'made whenever a program asks (process profile)';
  if (row.delivery === null) return 'not delivered by Latchkey';
  return row.expiresAt === null ? 'in a file' : `in a file, until ${ending(row.expiresAt)}`;
}

/** What Latchkey knows of the name. A name that is not ours, or no agent, leaves the environment's own word. */
async function rowOf(
  cli: Cli,
  profile: string | undefined,
  startsAgent: boolean,
): Promise<ProfileRow | undefined> {
  if (profile === undefined) return undefined;
  try {
    return (await cli.call('findProfile', { profile }, { startsAgent, mayAsk: false })).profile;
  } catch (error) {
    if (error instanceof AppError && !cli.signal.aborted) return undefined;
    throw error;
  }
}

function doubts(has: ShellHas, row: ProfileRow | undefined): string[] {
  const lines: string[] = [];
  if (has.from === null && has.profile === undefined) {
    lines.push('This shell has no AWS keys and names no profile.');
  }
  if (has.contradicts) lines.push('AWS_PROFILE is set beside keys: programs differ in which they take.');
  if (has.accountId !== undefined && row !== undefined && has.accountId !== row.accountId) {
    lines.push(`The keys belong to account ${has.accountId}, and ${row.name} to ${row.accountId}.`);
  }
  return lines;
}
