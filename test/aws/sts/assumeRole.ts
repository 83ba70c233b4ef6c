import type { AwsState } from '../awsState.ts';
import { roleArn, type Role } from '../organisation.ts';
import { principalArn, principalId, type FederatedPrincipal, type Principal } from '../principal.ts';
import { checkRoleArn } from './checkRoleArn.ts';
import { issueCredentials } from './issueCredentials.ts';
import { readMfa } from './readMfa.ts';
import { roleDuration } from './roleDuration.ts';
import { roleSession } from './roleSession.ts';
import { packedPolicySize, readSessionPolicy } from './sessionPolicy.ts';
import { readSessionTags, transitiveTagsOf } from './sessionTags.ts';
import type { ParameterReader } from './parameterReader.ts';
import type { StsAction } from './stsAction.ts';
import { StsError } from './stsError.ts';
import { trustAllows } from './trustAllows.ts';

const name = '[\\w+=,.@-]*';

export const assumeRole: StsAction = ({ caller, read, state, mfa }) => {
  const asked = readAssumeRole(read);
  read.finish();
  checkFurther(asked);
  const { principal } = caller;
  // Not for federated users, whatever a trust policy says.
  if (principal.kind === 'federated') return deny(principal, 'sts:AssumeRole', asked.roleArn);
  const transitiveTags = transitiveTagsOf(asked.tags, principal);
  const mfaNow = mfa.verify(principal, asked.serialNumber, asked.tokenCode);
  const mfaPresent = mfaNow || (principal.kind === 'user' && principal.mfaPresent === true);
  const role = allowedRole(asked, principal, mfaPresent, state);
  const sourceIdentity = sourceIdentityOf(asked, role, principal);
  const chained = caller.sessionToken !== null;
  const seconds = roleDuration(asked.durationSeconds, role, chained);
  const packed = packedPolicySize(asked.policy, role.accountId);
  const session = roleSession(role, asked.sessionName, { chained, transitiveTags, sourceIdentity });
  return {
    AssumedRoleUser: { AssumedRoleId: principalId(session), Arn: principalArn(session) },
    Credentials: issueCredentials(session, seconds, state),
    SourceIdentity: sourceIdentity,
    PackedPolicySize: packed,
  };
};

function readAssumeRole(read: ParameterReader) {
  return {
    roleArn: read.requiredText('RoleArn', { min: 20, max: 2048 }),
    sessionName: read.requiredText('RoleSessionName', { min: 2, max: 64, pattern: name }),
    durationSeconds: read.integer('DurationSeconds', 900, 43_200),
    externalId: read.text('ExternalId', { min: 2, max: 1224, pattern: '[\\w+=,.@:\\/-]*' }),
    ...readMfa(read),
    sourceIdentity: read.text('SourceIdentity', { min: 2, max: 64, pattern: name }),
    policy: readSessionPolicy(read),
    tags: readSessionTags(read),
  };
}

type Asked = ReturnType<typeof readAssumeRole>;

/** What the patterns do not say. @throws StsError ValidationError */
function checkFurther({ roleArn: arn, sourceIdentity }: Asked): void {
  checkRoleArn(arn);
  if (sourceIdentity?.startsWith('aws:') === true) {
    throw new StsError('ValidationError', 'SourceIdentity may not begin with aws:');
  }
}

/** @throws StsError AccessDenied: a role that does not exist and one that does not trust the caller sound the same */
function allowedRole(
  asked: Asked,
  caller: Exclude<Principal, FederatedPrincipal>,
  mfaPresent: boolean,
  { organisations }: AwsState,
): Role {
  const roles = organisations.flatMap((organisation) => organisation.roles);
  const role = roles.find((known) => roleArn(known) === asked.roleArn);
  if (role === undefined || !trustAllows(role, caller, { externalId: asked.externalId, mfaPresent })) {
    return deny(caller, 'sts:AssumeRole', asked.roleArn);
  }
  if (asked.tags.tags.length > 0 && role.trust.tags !== true) deny(caller, 'sts:TagSession', asked.roleArn);
  return role;
}

/** Persists through chaining, and cannot be changed once set. */
function sourceIdentityOf(asked: Asked, role: Role, caller: Principal): string | undefined {
  const inherited = caller.kind === 'role' ? caller.sourceIdentity : undefined;
  const wanted = asked.sourceIdentity ?? inherited;
  const changed = inherited !== undefined && wanted !== inherited;
  if (changed || (wanted !== undefined && role.trust.sourceIdentity !== true)) {
    deny(caller, 'sts:SetSourceIdentity', asked.roleArn);
  }
  return wanted;
}

function deny(caller: Principal, action: string, arn: string): never {
  throw new StsError(
    'AccessDenied',
    `User: ${principalArn(caller)} is not authorized to perform: ${action} on resource: ${arn}`,
  );
}
