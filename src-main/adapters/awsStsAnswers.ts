import { z } from 'zod';
import { isAccountId } from '../core/arn.ts';
import type { IssuedSession } from '../core/ports.ts';

const text = z.string().min(1);

const credentials = z
  .object({ AccessKeyId: text, SecretAccessKey: text, SessionToken: text, Expiration: z.date() })
  .transform(({ AccessKeyId, SecretAccessKey, SessionToken, Expiration }) => ({
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration.getTime(),
  }));

export const callerAnswer = z
  .object({ Arn: text, Account: z.string().refine(isAccountId) })
  .transform(({ Arn, Account }) => ({ arn: Arn, accountId: Account }));

export const roleAnswer = z
  .object({ Credentials: credentials, AssumedRoleUser: z.object({ Arn: text }) })
  .transform(({ Credentials, AssumedRoleUser }): IssuedSession => ({
    credentials: Credentials,
    arn: AssumedRoleUser.Arn,
  }));

export const federatedUserAnswer = z
  .object({ Credentials: credentials, FederatedUser: z.object({ Arn: text }) })
  .transform(({ Credentials, FederatedUser }): IssuedSession => ({
    credentials: Credentials,
    arn: FederatedUser.Arn,
  }));

/** AWS names nobody: it is the user. */
export const sessionAnswer = z
  .object({ Credentials: credentials })
  .transform(({ Credentials }): IssuedSession => ({ credentials: Credentials, arn: null }));
