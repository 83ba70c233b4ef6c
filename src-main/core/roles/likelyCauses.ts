import { partsOfRoleArn } from '../arn.ts';
import { denialCaller } from './denialCaller.ts';
import type { DeniedStep, DenialCause } from './deniedStep.ts';
import { isReserved } from './denialStatements.ts';

/** AWS gives one answer to a missing role, a wrong external id, no MFA and no trust. Most likely first. */
export function likelyCauses(denied: DeniedStep): readonly DenialCause[] {
  const { call, message } = denied;
  if (message.includes('sts:TagSession')) return ['tags-not-allowed'];
  if (message.includes('sts:SetSourceIdentity')) return ['source-identity'];
  switch (call) {
    case 'AssumeRoleWithSAML':
    case 'AssumeRoleWithWebIdentity':
      return ['trust-policy', 'provider', 'tags-not-allowed', 'source-identity', 'scp-or-boundary'];
    case 'GetFederationToken':
      return ['identity-policy', 'explicit-deny', 'scp-or-boundary'];
    // It needs no permission: only a deny can stop it.
    case 'GetSessionToken':
      return ['explicit-deny', 'scp-or-boundary'];
    case 'GetRoleCredentials':
      return ['not-assigned'];
    case 'AssumeRole':
      return likelyOfRole(denied);
  }
}

function likelyOfRole(denied: DeniedStep): readonly DenialCause[] {
  const caller = denialCaller(denied);
  if (caller?.kind === 'federated-user') return ['temporary-caller'];
  if (caller?.kind === 'root') return ['root-caller'];
  if (isReserved(denied)) return ['trust-policy'];
  const { step, roleArn } = denied;
  const inOneAccount =
    caller !== undefined && roleArn !== null && caller.accountId === partsOfRoleArn(roleArn).accountId;
  const hasExternalId = (step?.externalId ?? null) !== null;
  // The higher, the likelier. External ids are for roles of other accounts; of long-term keys MFA is often asked,
  // and whoever has temporary ones cannot give a code any more.
  const weights: readonly (readonly [DenialCause, number])[] = [
    ['wrong-partition', partitionsDiffer(denied) ? 100 : 0],
    ['trust-policy', 90],
    ['external-id', inOneAccount ? (hasExternalId ? 50 : 0) : hasExternalId ? 60 : 85],
    ['mfa-condition', hasMfa(denied) ? 0 : denied.temporaryCaller ? 40 : 80],
    ['identity-policy', 75],
    ['tags-not-allowed', (step?.tags.length ?? 0) > 0 ? 58 : 0],
    ['source-identity', (step?.sourceIdentity ?? null) === null ? 0 : 55],
    ['explicit-deny', 20],
    ['scp-or-boundary', 10],
  ];
  return weights
    .filter(([, weight]) => weight > 0)
    .sort(([, one], [, other]) => other - one)
    .map(([cause]) => cause);
}

export function hasMfa({ mfaInCaller, step }: DeniedStep): boolean {
  return mfaInCaller || (step?.mfaSerial ?? null) !== null;
}

export function partitionsDiffer(denied: DeniedStep): boolean {
  const caller = denialCaller(denied);
  if (caller === undefined || denied.roleArn === null) return false;
  return caller.partition !== partsOfRoleArn(denied.roleArn).partition;
}
