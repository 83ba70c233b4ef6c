import type { ProfileRow } from '../contract.ts';
import { permissionSetOf } from '../core/arn.ts';
import { AppError } from '../core/errors.ts';
import type { Cli } from './cli.ts';
import { endpointKeys, type EndpointKeys } from './endpointKeys.ts';
import { envValue, type ShellHas } from './shellHas.ts';

/**
 * Who AWS says the shell is. `row` is what Latchkey knows of the profile that it names.
 * @throws AppError identity-mismatch when there are no keys, or AWS says that they are not the profile's
 */
export async function checkedArn(cli: Cli, has: ShellHas, row: ProfileRow | undefined): Promise<string> {
  const identity = await cli.call('checkIdentity', {
    ...(await keysOf(cli, has, row)),
    region: envValue(cli.env, 'AWS_REGION') ?? envValue(cli.env, 'AWS_DEFAULT_REGION') ?? 'us-east-1',
  });
  const roleName =
    identity.roleName === null ? null : (permissionSetOf(identity.roleName) ?? identity.roleName);
  if (row === undefined) {
    if (has.profile === undefined) return identity.arn;
    throw new AppError(
      'identity-mismatch',
      `The keys are ${identity.arn}, and no profile is called “${has.profile}”.`,
      { hint: 'Run latchkey sync if it is new.' },
    );
  }
  if (identity.accountId === row.accountId && roleName === row.roleName) return identity.arn;
  throw new AppError(
    'identity-mismatch',
    `This shell says ${row.name} (${row.accountId}/${row.roleName}), but its keys are ${identity.arn}.`,
    { hint: `Get the right ones with: latchkey env ${row.name}` },
  );
}

/** As a program that this shell starts would get them. */
async function keysOf(cli: Cli, has: ShellHas, row: ProfileRow | undefined): Promise<EndpointKeys> {
  if (has.from === 'endpoint') return endpointKeys(cli.env, cli.signal);
  if (has.from === 'profile' && row?.delivery === 'process') {
    const use = 'credential-process';
    const issued = await cli.call('credentials', { profile: row.id, use }, { mayAsk: false });
    const { accessKeyId, secretAccessKey, sessionToken } = issued;
    return { accessKeyId, secretAccessKey, sessionToken };
  }
  const accessKeyId = envValue(cli.env, 'AWS_ACCESS_KEY_ID');
  const secretAccessKey = envValue(cli.env, 'AWS_SECRET_ACCESS_KEY');
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    return { accessKeyId, secretAccessKey, sessionToken: cli.env.AWS_SESSION_TOKEN ?? '' };
  }
  throw new AppError('identity-mismatch', 'This shell has no keys that could be checked.', {
    hint: 'Get some with latchkey env.',
  });
}
