import { partsOfRoleArn } from '../arn.ts';
import { denialCaller, type DenialCaller } from './denialCaller.ts';
import type { DeniedStep, DenialCause } from './deniedStep.ts';
import { isReserved } from './denialStatements.ts';
import type { NamedPolicy } from './denialReading.ts';

/** What AWS did not do, to whom: the beginning of a sentence. */
export function refusedInWords(denied: DeniedStep): string {
  const who = callerInWords(denied);
  const role = roleInWords(denied);
  switch (denied.call) {
    case 'AssumeRole':
      return `AWS did not let ${who} assume ${role}`;
    case 'AssumeRoleWithSAML':
      return `AWS did not let this SAML sign-in assume ${role}`;
    case 'AssumeRoleWithWebIdentity':
      return `AWS did not let this web identity assume ${role}`;
    case 'GetSessionToken':
      return `AWS did not give ${who} a session (GetSessionToken)`;
    case 'GetFederationToken':
      return `AWS did not give ${who} a federated session (GetFederationToken)`;
    case 'GetRoleCredentials':
      return `IAM Identity Center did not give you credentials of ${role}`;
  }
}

const kinds: Readonly<Record<DenialCaller['kind'], string>> = {
  user: 'the IAM user',
  role: 'the role',
  'role-session': 'the role',
  'permission-set': 'the permission set',
  'federated-user': 'the federated user',
  root: 'the root user',
};

function callerInWords(denied: DeniedStep): string {
  const caller = denialCaller(denied);
  if (caller === undefined) return 'the caller';
  return `${[kinds[caller.kind], caller.name].filter(Boolean).join(' ')} (${caller.accountId})`;
}

function roleInWords({ roleArn }: DeniedStep): string {
  if (roleArn === null) return 'the role';
  const { roleName, accountId } = partsOfRoleArn(roleArn);
  return `the role ${roleName} (${accountId})`;
}

/** One sentence why AWS may have said no, with what to do about it. */
export function causeInWords(cause: DenialCause, denied: DeniedStep, policy: NamedPolicy | null): string {
  switch (cause) {
    case 'trust-policy':
      return trustInWords(denied, policy);
    case 'identity-policy':
      return identityInWords(denied, policy);
    case 'external-id':
      return (denied.step?.externalId ?? null) === null
        ? 'The role asks for an external id, as roles for other companies do, and the step has none.'
        : 'The external id of the step is not the one that the role asks for, in upper and lower case.';
    case 'mfa-condition':
      return denied.temporaryCaller
        ? 'A policy asks for MFA, and the caller’s credentials were got without a code: give the code where they are made.'
        : 'A policy asks for MFA, and no code was sent: give the step, or the IAM user, its MFA device.';
    case 'explicit-deny':
    case 'scp-or-boundary':
      return policy === null ? denialGuess[cause] : policyInWords(policy);
    case 'keys-unknown':
      return keysInWords(denied);
    case 'token-expired':
      return expiryInWords(denied);
    case 'session-too-long':
      return denied.call === 'AssumeRole' && denied.temporaryCaller
        ? 'AWS caps a role that is assumed with temporary credentials at an hour, whatever the role allows: ask for an hour.'
        : 'The session is longer than the role’s maximum, which whoever manages the role may raise up to 12 hours: ask for an hour, which every role gives.';
    case 'tags-not-allowed':
    case 'source-identity':
      return sessionInWords(cause, denied);
    default:
      return sentences[cause];
  }
}

function trustInWords(denied: DeniedStep, policy: NamedPolicy | null): string {
  if (isReserved(denied)) {
    return 'The role belongs to IAM Identity Center and nobody can edit its trust policy: sign in there to get it.';
  }
  if (denied.call === 'AssumeRoleWithSAML') {
    return 'There is no such role, or its trust policy does not name the SAML provider and this sign-in address.';
  }
  if (denied.call === 'AssumeRoleWithWebIdentity') {
    return 'There is no such role, or its trust policy does not name the OIDC provider with this audience and subject.';
  }
  const start = policy === null ? 'There is no such role, or its trust policy' : 'The role’s trust policy';
  const caller = denialCaller(denied);
  // AWS leaves the path out of the ARN of a session.
  const path =
    caller?.kind === 'role-session'
      ? '; if the caller’s role has a path, the principal in the trust statement needs it'
      : '';
  return `${start} names neither ${callerInWords(denied)} nor its account, or sets a condition that is not met${path}.`;
}

/** In one account a trust policy that names the caller itself is enough; from another, both sides must allow. */
function identityInWords(denied: DeniedStep, policy: NamedPolicy | null): string {
  const who = callerInWords(denied);
  if (denied.call === 'GetFederationToken') return `No policy of ${who} allows sts:GetFederationToken.`;
  const allows = `No policy of ${who} allows sts:${denied.call} on the role`;
  if (policy !== null) return `${allows}: whoever manages the caller’s account has to add it.`;
  const caller = denialCaller(denied);
  if (caller === undefined || denied.roleArn === null) {
    return `${allows}, which a role of another account always needs.`;
  }
  return caller.accountId === partsOfRoleArn(denied.roleArn).accountId
    ? `${allows}, which it needs unless the role’s trust policy names the caller itself and not only the account.`
    : `${allows}; a role of another account needs that beside its trust policy.`;
}

function policyInWords({ name, denies }: NamedPolicy): string {
  return denies
    ? `A policy (${name}) denies it outright, which no other policy can undo: only whoever manages it can help.`
    : `No policy of one kind (${name}) allows it: whoever manages that kind has to, whatever the others say.`;
}

const denialGuess = {
  'explicit-deny': 'A policy of the caller or the role denies it outright, which no allow can undo.',
  'scp-or-boundary':
    'A service control policy or resource control policy of the organization, or a permissions boundary, does not let it through.',
} as const;

function keysInWords({ code, temporaryCaller }: DeniedStep): string {
  if (code === 'SignatureDoesNotMatch') {
    return 'The secret access key is mistyped or belongs to another access key id: enter both again.';
  }
  return temporaryCaller
    ? 'The session is not valid any more, or its keys were mixed up with others: get new ones.'
    : 'The access key was deleted or deactivated, or is seconds old and not yet known everywhere: check it in IAM, or wait a moment.';
}

function expiryInWords({ call }: DeniedStep): string {
  switch (call) {
    case 'GetRoleCredentials':
      return 'The sign-in has ended: sign in again.';
    case 'AssumeRoleWithSAML':
    case 'AssumeRoleWithWebIdentity':
      return 'The token or assertion is too old, and lasts a few minutes only: sign in again and use it at once.';
    default:
      return 'The credentials that the call was signed with have expired: get new ones.';
  }
}

function sessionInWords(
  cause: 'tags-not-allowed' | 'source-identity',
  { call, code, message }: DeniedStep,
): string {
  if (code.startsWith('InvalidParameterValue')) {
    return /conflicts/i.test(message)
      ? 'An earlier role of the chain has handed on a transitive tag of the same key: leave it out of this step.'
      : 'Two tag keys differ only in upper and lower case, or a transitive key is not among the tags.';
  }
  const [what, action] =
    cause === 'source-identity'
      ? ['a source identity', 'sts:SetSourceIdentity']
      : ['session tags', 'sts:TagSession'];
  const both =
    call === 'AssumeRole' ? 'the caller’s policy and the role’s trust policy' : 'the role’s trust policy';
  return `The call carries ${what}, also what earlier roles or the provider handed on, and ${both} must allow ${action}.`;
}

type Worded =
  | 'trust-policy'
  | 'identity-policy'
  | 'external-id'
  | 'mfa-condition'
  | 'explicit-deny'
  | 'scp-or-boundary'
  | 'keys-unknown'
  | 'token-expired'
  | 'session-too-long'
  | 'tags-not-allowed'
  | 'source-identity';

const sentences: Readonly<Record<Exclude<DenialCause, Worded>, string>> = {
  'wrong-partition':
    'The keys are of another partition of AWS (commercial, GovCloud, China) than the role or the endpoint.',
  'wrong-region':
    'The region is one that must be switched on for the account first, or not that of the sign-in: choose another region.',
  clock: 'This machine’s clock is more than 15 minutes off, or was when the call was signed: set it.',
  'mfa-code':
    'The code was mistyped, belongs to another device or was sent before: AWS takes each code once, so wait for the next.',
  'mfa-device':
    'The MFA serial is not that of a device of this IAM user, or is that of a passkey or FIDO key, which has no codes: check it in IAM.',
  'root-caller': 'The access key is the root user’s: use an IAM user’s or sign in to IAM Identity Center.',
  'temporary-caller':
    'AWS gives this to long-term keys of an IAM user, or to a role, and the caller has another kind of credentials.',
  provider:
    'The identity provider in IAM, its audience or certificate, or what the provider sent, does not fit: whoever manages the sign-in at your company can compare them.',
  'policy-too-large':
    'AWS packs session policy, policy ARNs and tags together into a small space: take out tags or shorten the policy.',
  'not-assigned':
    'The assignment was removed, never made or is minutes old: ask whoever manages IAM Identity Center.',
  'ill-formed':
    'A field of the step is of a form that AWS does not take, or something between here and AWS changed the request.',
  busy: 'Too many calls came at once, or a server did not answer: wait a little and try again.',
};
