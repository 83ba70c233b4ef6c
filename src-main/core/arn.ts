import { AppError } from './errors.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Twelve digits, as text: as a number it would lose its leading zeros. */
export type AccountId = Branded<'AccountId'>;

/** @throws AppError bad-input unless `text` is twelve digits. */
export function parseAccountId(text: string): AccountId {
  if (!isAccountId(text)) {
    throw new AppError('bad-input', `“${text}” is not an AWS account id.`, {
      hint: 'An account id has twelve digits.',
    });
  }
  return text;
}

export function isAccountId(text: string): text is AccountId {
  return /^\d{12}$/.test(text);
}

/** What an assumed-role ARN (GetCallerIdentity) tells of the session behind a set of credentials. */
export interface AssumedRole {
  readonly partition: string;
  readonly accountId: AccountId;
  readonly roleName: string;
  readonly sessionName: string;
}

/**
 * Reads `arn:<partition>:sts::<account>:assumed-role/<role>/<session>`, any partition.
 * The role's path is not in it: AWS drops it from assumed-role ARNs.
 */
export function parseAssumedRoleArn(arn: string): AssumedRole | undefined {
  const match = /^arn:(aws(?:-[a-z]+)*):sts::(\d{12}):assumed-role\/([^/]+)\/([^/]+)$/.exec(arn);
  if (match === null) return undefined;
  const [, partition = '', accountId = '', roleName = '', sessionName = ''] = match;
  return { partition, accountId: accountId as AccountId, roleName, sessionName };
}

/** The permission set behind an Identity Center role, `AWSReservedSSO_<permission set>_<16 hex>`. */
export function permissionSetOf(roleName: string): string | undefined {
  return /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(roleName)?.[1];
}
