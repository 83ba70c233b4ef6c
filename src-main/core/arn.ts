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

/** `arn:<partition>:iam::<account>:role/<path><name>`. AWS knows a role by the whole of it, path and all. */
export type RoleArn = Branded<'RoleArn'>;

export interface RoleArnParts {
  readonly partition: string;
  readonly accountId: AccountId;
  /** `/`, or words between slashes such as `/teams/payments/`. */
  readonly path: string;
  readonly roleName: string;
}

/** Any partition, also one that came after this program: AWS says which it has. */
const roleArnForm =
  /^arn:(aws(?:-[a-z]+)*):iam::(\d{12}):role(\/|\/[\u0021-\u007f]+\/)([A-Za-z0-9_+=,.@-]+)$/;

const longestArn = 2048;
const longestRoleName = 64;

/**
 * What AWS would not take of a role ARN, as a sentence. IAM's limit of a path (512) is left to AWS: STS holds a role
 * ARN to 2048 characters alone.
 */
export function roleArnFault(text: string): string | undefined {
  if (text.length > longestArn) {
    return `The role ARN has ${text.length} characters; AWS takes at most ${longestArn}.`;
  }
  if (parseAssumedRoleArn(text) !== undefined) {
    return 'The role ARN is that of somebody who assumed the role; the role’s own is like arn:aws:iam::123456789012:role/NAME.';
  }
  const roleName = roleArnForm.exec(text)?.[4];
  if (roleName === undefined) return 'The role ARN must be like arn:aws:iam::123456789012:role/NAME.';
  if (roleName.length <= longestRoleName) return undefined;
  return `The role ARN names a role of ${roleName.length} characters; AWS has at most ${longestRoleName}.`;
}

/** @throws AppError bad-input unless AWS would take `text` for a role's ARN. */
export function parseRoleArn(text: string): RoleArn {
  const fault = roleArnFault(text);
  if (fault !== undefined) throw new AppError('bad-input', fault);
  return text as RoleArn;
}

export function partsOfRoleArn(arn: RoleArn): RoleArnParts {
  const [, partition = '', accountId = '', path = '', roleName = ''] = roleArnForm.exec(arn) ?? [];
  return { partition, accountId: accountId as AccountId, path, roleName };
}

/** @throws AppError bad-input where the parts make no role ARN. */
export function formatRoleArn({ partition, accountId, path, roleName }: RoleArnParts): RoleArn {
  return parseRoleArn(`arn:${partition}:iam::${accountId}:role${path}${roleName}`);
}

/** Whom AWS sees once the role is assumed: the path is gone, so that the role's ARN cannot be read back from it. */
export function assumedRoleArn(arn: RoleArn, sessionName: string): string {
  const { partition, accountId, roleName } = partsOfRoleArn(arn);
  return `arn:${partition}:sts::${accountId}:assumed-role/${roleName}/${sessionName}`;
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
