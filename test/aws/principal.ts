import { uniqueId } from './ids.ts';
import { iamArn, roleArn, type IamUser } from './organisation.ts';
import type { Partition } from './partition.ts';

/** A role that somebody is in. */
export interface RolePrincipal {
  readonly kind: 'role';
  readonly accountId: string;
  /** `aws` when not set. */
  readonly partition?: Partition | undefined;
  readonly name: string;
  readonly path: string;
  readonly sessionName: string;
  readonly maxSessionSeconds: number;
  /** Got with temporary credentials, which AWS calls role chaining. */
  readonly chained: boolean;
  /** Keys of the tags that are carried on to the next role, in lower case: AWS compares them so. */
  readonly transitiveTags: ReadonlySet<string>;
  /** Cannot be changed once set. */
  readonly sourceIdentity: string | undefined;
}

/** An IAM user, by its own key or in a session of GetSessionToken. */
interface UserPrincipal {
  readonly kind: 'user';
  readonly user: IamUser;
  /** The session began with an MFA code. */
  readonly mfaPresent?: boolean;
}

/** Somebody for whom an IAM user called GetFederationToken; no IAM user itself. */
export interface FederatedPrincipal {
  readonly kind: 'federated';
  readonly accountId: string;
  readonly partition: Partition;
  readonly name: string;
}

/** Whose credentials a call was signed with. */
export type Principal = UserPrincipal | RolePrincipal | FederatedPrincipal;

export const principalAccount = (principal: Principal): string =>
  principal.kind === 'user' ? principal.user.accountId : principal.accountId;

export const principalPartition = (principal: Principal): Partition =>
  (principal.kind === 'user' ? principal.user.partition : principal.partition) ?? 'aws';

/** An assumed-role ARN has lost the role's path; a user's keeps it. */
export function principalArn(principal: Principal): string {
  if (principal.kind === 'user') return userArn(principal.user);
  const account = `arn:${principalPartition(principal)}:sts::${principal.accountId}`;
  if (principal.kind === 'federated') return `${account}:federated-user/${principal.name}`;
  return `${account}:assumed-role/${principal.name}/${principal.sessionName}`;
}

export function principalId(principal: Principal): string {
  if (principal.kind === 'user') return uniqueId('AIDA', userArn(principal.user));
  if (principal.kind === 'federated') return `${principal.accountId}:${principal.name}`;
  return `${uniqueId('AROA', roleArn(principal))}:${principal.sessionName}`;
}

export const userArn = (user: IamUser): string => `${iamArn(user)}:user${user.path ?? '/'}${user.name}`;
