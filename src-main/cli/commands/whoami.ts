import type { ProfileRow } from '../../contract.ts';
import { permissionSetOf } from '../../core/arn.ts';
import { AppError } from '../../core/errors.ts';
import { accountOfKey } from '../../core/roles/accountOfKey.ts';
import type { Cli } from '../cli.ts';
import { ending, table } from '../output.ts';
import type { AddCommand } from '../program.ts';

export const whoami: AddCommand = (program, cli) => {
  program
    .command('whoami')
    .description('what this shell has: profile, account, role, time left')
    .option('--check', 'ask AWS, and fail when the name and the keys disagree')
    .action(async ({ check }: { check?: true }) => {
      const has = shellHas(cli.env);
      const row = await rowOf(cli, has.profile, check === true);
      const arn = check === true ? await checkedArn(cli, row, has.profile) : null;
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
            ['Ends', expiresAt === null ? null : ending(expiresAt)],
            ['ARN', arn],
          ].flatMap(([name = '', value]) => (typeof value === 'string' ? [[name ?? '', value]] : [])),
        ),
      );
      for (const line of doubts(has, row)) cli.say(line);
    });
};

interface ShellHas {
  /** The profile that the shell names. */
  readonly profile: string | undefined;
  readonly keys: boolean;
  /** From the keys themselves. */
  readonly accountId: string | undefined;
  readonly expiresAt: string | undefined;
  /** Both keys and AWS_PROFILE: SDKs differ in what they take. */
  readonly contradicts: boolean;
}

function shellHas(env: NodeJS.ProcessEnv): ShellHas {
  const awsProfile = value(env, 'AWS_PROFILE') ?? value(env, 'AWS_DEFAULT_PROFILE');
  const accessKeyId = value(env, 'AWS_ACCESS_KEY_ID');
  const end = Date.parse(env.AWS_CREDENTIAL_EXPIRATION ?? '');
  const keys = accessKeyId !== undefined;
  return {
    // Keys win over AWS_PROFILE in botocore and Go, and LATCHKEY_PROFILE is the name that came with ours.
    profile: keys
      ? (value(env, 'LATCHKEY_PROFILE') ?? awsProfile)
      : (awsProfile ?? value(env, 'LATCHKEY_PROFILE')),
    keys,
    accountId: keys ? accountOfKey(accessKeyId) : undefined,
    expiresAt: keys && !Number.isNaN(end) ? new Date(end).toISOString() : undefined,
    contradicts: keys && awsProfile !== undefined,
  };
}

function value(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return env[name] === '' ? undefined : env[name];
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

/** @throws AppError identity-mismatch when AWS says that the keys are not the profile's */
async function checkedArn(
  cli: Cli,
  row: ProfileRow | undefined,
  profile: string | undefined,
): Promise<string> {
  const accessKeyId = value(cli.env, 'AWS_ACCESS_KEY_ID');
  const secretAccessKey = value(cli.env, 'AWS_SECRET_ACCESS_KEY');
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new AppError('identity-mismatch', 'This shell has no keys that could be checked.', {
      hint: 'Get some with latchkey env.',
    });
  }
  const identity = await cli.call('checkIdentity', {
    accessKeyId,
    secretAccessKey,
    sessionToken: cli.env.AWS_SESSION_TOKEN ?? '',
    region: value(cli.env, 'AWS_REGION') ?? value(cli.env, 'AWS_DEFAULT_REGION') ?? 'us-east-1',
  });
  const roleName =
    identity.roleName === null ? null : (permissionSetOf(identity.roleName) ?? identity.roleName);
  if (row === undefined) {
    if (profile === undefined) return identity.arn;
    throw new AppError(
      'identity-mismatch',
      `The keys are ${identity.arn}, and no profile is called “${profile}”.`,
      {
        hint: 'Run latchkey sync if it is new.',
      },
    );
  }
  if (identity.accountId === row.accountId && roleName === row.roleName) return identity.arn;
  throw new AppError(
    'identity-mismatch',
    `This shell says ${row.name} (${row.accountId}/${row.roleName}), but its keys are ${identity.arn}.`,
    { hint: `Get the right ones with: latchkey env ${row.name}` },
  );
}

function doubts(has: ShellHas, row: ProfileRow | undefined): string[] {
  const lines: string[] = [];
  if (!has.keys && has.profile === undefined) lines.push('This shell has no AWS keys and names no profile.');
  if (has.contradicts) lines.push('AWS_PROFILE is set beside keys: programs differ in which they take.');
  if (has.accountId !== undefined && row !== undefined && has.accountId !== row.accountId) {
    lines.push(`The keys belong to account ${has.accountId}, and ${row.name} to ${row.accountId}.`);
  }
  return lines;
}
