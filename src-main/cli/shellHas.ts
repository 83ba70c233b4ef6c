import { accountOfKey } from '../core/roles/accountOfKey.ts';

/** What an environment says of AWS, without asking anybody. */
export interface ShellHas {
  /** Where programs that this shell starts get keys; a profile is one of the AWS files. */
  readonly from: 'environment' | 'endpoint' | 'profile' | null;
  /** The profile that the shell names. */
  readonly profile: string | undefined;
  /** From the keys themselves. */
  readonly accountId: string | undefined;
  readonly expiresAt: string | undefined;
  /** AWS_PROFILE beside keys or an endpoint: SDKs differ in what they take. */
  readonly contradicts: boolean;
}

export function shellHas(env: NodeJS.ProcessEnv): ShellHas {
  const awsProfile = envValue(env, 'AWS_PROFILE') ?? envValue(env, 'AWS_DEFAULT_PROFILE');
  const ours = envValue(env, 'LATCHKEY_PROFILE');
  const accessKeyId = envValue(env, 'AWS_ACCESS_KEY_ID');
  const end = Date.parse(env.AWS_CREDENTIAL_EXPIRATION ?? '');
  const handed =
    accessKeyId !== undefined || envValue(env, 'AWS_CONTAINER_CREDENTIALS_FULL_URI') !== undefined;
  return {
    from:
      accessKeyId !== undefined
        ? 'environment'
        : handed
          ? 'endpoint'
          : awsProfile === undefined
            ? null
            : 'profile',
    // Keys win over AWS_PROFILE in botocore and Go, and LATCHKEY_PROFILE is the name that came with ours.
    profile: handed ? (ours ?? awsProfile) : (awsProfile ?? ours),
    accountId: accessKeyId === undefined ? undefined : accountOfKey(accessKeyId),
    // An endpoint renews: whatever end stands beside it is of other keys.
    expiresAt: accessKeyId === undefined || Number.isNaN(end) ? undefined : new Date(end).toISOString(),
    contradicts: handed && awsProfile !== undefined,
  };
}

/** Empty counts as not there, as SDKs take it. */
export function envValue(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return env[name] === '' ? undefined : env[name];
}
