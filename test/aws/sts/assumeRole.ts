import type { AwsState } from '../awsState.ts';
import { roleArn, type Role } from '../organisation.ts';
import { principalArn, principalId, type Principal, type RolePrincipal } from '../principal.ts';
import { packedPolicySize, readSessionPolicy } from './sessionPolicy.ts';
import { readSessionTags, transitiveTagsOf } from './sessionTags.ts';
import type { XmlTree } from '../xml.ts';
import type { ParameterReader } from './parameterReader.ts';
import type { StsAction } from './stsAction.ts';
import { StsError } from './stsError.ts';
import { trustAllows } from './trustAllows.ts';

const name = '[\\w+=,.@-]*';
const chainingLimit = 3600;

export const assumeRole: StsAction = ({ caller, read, state, mfa }) => {
  const asked = readAssumeRole(read);
  read.finish();
  checkFurther(asked);
  const { principal } = caller;
  const transitiveTags = transitiveTagsOf(asked.tags, principal);
  const mfaPresent = mfa.verify(principal, asked.serialNumber, asked.tokenCode);
  const role = allowedRole(asked, principal, mfaPresent, state);
  const sourceIdentity = sourceIdentityOf(asked, role, principal);
  const chained = caller.sessionToken !== null;
  const seconds = lifeOf(asked.durationSeconds, role, chained);
  const packed = packedPolicySize(asked.policy, role.accountId);
  const session: RolePrincipal = {
    kind: 'role',
    accountId: role.accountId,
    name: role.name,
    path: role.path ?? '/',
    sessionName: asked.sessionName,
    maxSessionSeconds: role.maxSessionSeconds ?? 3600,
    chained,
    transitiveTags,
    sourceIdentity,
  };
  return {
    AssumedRoleUser: { AssumedRoleId: principalId(session), Arn: principalArn(session) },
    Credentials: issue(session, seconds, state),
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
    serialNumber: read.text('SerialNumber', { min: 9, max: 256, pattern: '[\\w+=/:,.@-]*' }),
    tokenCode: read.text('TokenCode', { min: 6, max: 6, pattern: '[\\d]*' }),
    sourceIdentity: read.text('SourceIdentity', { min: 2, max: 64, pattern: name }),
    policy: readSessionPolicy(read),
    tags: readSessionTags(read),
  };
}

type Asked = ReturnType<typeof readAssumeRole>;

/** What the patterns do not say. @throws StsError ValidationError */
function checkFurther({ roleArn: arn, sourceIdentity }: Asked): void {
  if (!/^arn:aws:iam::\d{12}:role\/.+$/.test(arn)) throw new StsError('ValidationError', `${arn} is invalid`);
  if (sourceIdentity?.startsWith('aws:') === true) {
    throw new StsError('ValidationError', 'SourceIdentity may not begin with aws:');
  }
}

/** @throws StsError AccessDenied: a role that does not exist and one that does not trust the caller sound the same */
function allowedRole(
  asked: Asked,
  caller: Principal,
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

function issue(session: RolePrincipal, seconds: number, { clock, credentials }: AwsState): XmlTree {
  // Whole seconds, as they are told.
  const expiresAt = (Math.floor(clock.now() / 1000) + seconds) * 1000;
  const { accessKeyId, secretAccessKey, sessionToken } = credentials.temporary(session, expiresAt);
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: new Date(expiresAt).toISOString().replace(/\.\d{3}/, ''),
  };
}

/**
 * The cap of one hour binds every caller with temporary credentials, Identity Center's too, whatever the role allows.
 * @throws StsError ValidationError
 */
function lifeOf(asked: number | undefined, role: Role, chained: boolean): number {
  const seconds = asked ?? 3600;
  if (chained && seconds > chainingLimit) {
    throw new StsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  if (seconds > (role.maxSessionSeconds ?? 3600)) {
    throw new StsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  return seconds;
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
