import type { AwsState } from '../awsState.ts';
import { roleArn, type Role } from '../organisation.ts';
import { StsError } from './stsError.ts';
import { textLike } from './textLike.ts';

interface Visitor {
  readonly action: 'AssumeRoleWithSAML' | 'AssumeRoleWithWebIdentity';
  /** ARN of the provider that vouches for the person. */
  readonly provider: string;
  readonly subject: string;
}

/**
 * The role, if its trust names the visitor's provider and subject.
 * @throws StsError AccessDenied, which names no caller: the call was not signed. A missing role sounds the same.
 */
export function federatedRole(arn: string, visitor: Visitor, { organisations }: AwsState): Role {
  const role = organisations.flatMap(({ roles }) => roles).find((known) => roleArn(known) === arn);
  const trust = role?.trust.federated;
  if (
    role === undefined ||
    trust?.provider !== visitor.provider ||
    !textLike(trust.subject ?? '*', visitor.subject)
  ) {
    throw new StsError('AccessDenied', `Not authorized to perform sts:${visitor.action}`);
  }
  return role;
}
