import type { DeniedStep, DenialCause } from './deniedStep.ts';
import { knownDenials, type KnownDenial } from './knownDenials.ts';
import { hasMfa, likelyCauses, partitionsDiffer } from './likelyCauses.ts';

/** What an answer of AWS means. */
export interface DenialReading {
  /** Ends the sentence that begins with what AWS did not do. */
  readonly reason: string;
  /** In order of likelihood. */
  readonly causes: readonly DenialCause[];
  /** The kind of policy that AWS names, where it does, and whether that one denies outright. */
  readonly policy: NamedPolicy | null;
  /** Whether an allow in a policy could help. */
  readonly policiesHelp: boolean;
  readonly fix: { readonly durationSeconds: number } | null;
}

export interface NamedPolicy {
  readonly name: string;
  readonly denies: boolean;
}

export function denialReading(denied: DeniedStep): DenialReading {
  const code = denied.code.replace(/^.*#/, '').replace(/Exception$/, '');
  const row = knownDenials.find(
    ({ codes, says }) =>
      (codes === undefined || codes.includes(code)) && (says === undefined || says.test(denied.message)),
  );
  if (row !== undefined) return reading(row);
  if (denied.call === 'GetRoleCredentials') return ofIdentityCenter(code);
  if (code === 'ExpiredToken') return expired(denied);
  if (code === 'InvalidClientTokenId' || code === 'UnrecognizedClient') return unknownKeys(denied);
  if (code === 'AccessDenied') return accessDenied(denied);
  return reading({ reason: `its answer, ${codeInWords(code)}, is none that Latchkey knows`, causes: [] });
}

function reading(row: Omit<KnownDenial, 'codes' | 'says'>, rest: Partial<DenialReading> = {}): DenialReading {
  const { reason, causes, fix = null } = row;
  return { reason, causes, policy: null, policiesHelp: false, fix, ...rest };
}

function codeInWords(code: string): string {
  return /^\w[\w.]{0,63}$/.test(code) ? code : 'of no code';
}

function ofIdentityCenter(code: string): DenialReading {
  if (code === 'Unauthorized') {
    return reading({ reason: 'it does not know the sign-in', causes: ['token-expired', 'wrong-region'] });
  }
  if (code === 'Forbidden' || code === 'ResourceNotFound') {
    return reading({ reason: 'you are not assigned to it', causes: ['not-assigned'] });
  }
  return reading({ reason: `its answer, ${codeInWords(code)}, is none that Latchkey knows`, causes: [] });
}

function expired({ call }: DeniedStep): DenialReading {
  const federated = call === 'AssumeRoleWithSAML' || call === 'AssumeRoleWithWebIdentity';
  const whose = federated ? 'the token or assertion has' : 'the caller’s credentials have';
  return reading({ reason: `${whose} expired`, causes: ['token-expired', 'clock'] });
}

/** AWS says the same of a key that is gone, of another partition's, and of a session its region does not take. */
function unknownKeys(denied: DeniedStep): DenialReading {
  const crossed = partitionsDiffer(denied);
  const causes: DenialCause[] = crossed ? ['wrong-partition'] : ['keys-unknown', 'wrong-partition'];
  if (!crossed && denied.temporaryCaller) causes.push('wrong-region');
  return reading({ reason: 'it does not know the caller’s keys', causes });
}

const policies =
  'identity-based policy|role trust policy|resource-based policy|service control policy|resource control policy|permissions boundary|session policy|VPC endpoint policy';
const nothingAllows = new RegExp(`\\bbecause no (${policies})(?: policy)? allows\\b`, 'i');
const denies = new RegExp(`\\bwith an explicit deny in (?:an?|the) (${policies})`, 'i');

function accessDenied(denied: DeniedStep): DenialReading {
  const deniedBy = denies.exec(denied.message)?.[1];
  if (deniedBy !== undefined) return outright(denied, deniedBy.toLowerCase());
  if (/\bexplicit deny\b/i.test(denied.message)) {
    return reading({ reason: 'a policy denies it outright', causes: ['explicit-deny', 'scp-or-boundary'] });
  }
  const missing = nothingAllows.exec(denied.message)?.[1];
  if (missing !== undefined) return unallowed(denied, missing.toLowerCase());
  return reading(
    { reason: 'it does not say why', causes: likelyCauses(denied) },
    { policiesHelp: !partitionsDiffer(denied) },
  );
}

const bounds = ['service control policy', 'resource control policy', 'permissions boundary'];

/** No allow helps against a deny. */
function outright(denied: DeniedStep, name: string): DenialReading {
  const causes: DenialCause[] = [bounds.includes(name) ? 'scp-or-boundary' : 'explicit-deny'];
  // The usual such policy denies all that comes without MFA.
  if (name === 'identity-based policy' && !hasMfa(denied)) causes.push('mfa-condition');
  return reading(
    { reason: `a policy (${name}) denies it outright`, causes },
    { policy: { name, denies: true } },
  );
}

const conditionsOfTrust: readonly DenialCause[] = [
  'external-id',
  'mfa-condition',
  'tags-not-allowed',
  'source-identity',
];

function unallowed(denied: DeniedStep, name: string): DenialReading {
  const policy: NamedPolicy = { name, denies: false };
  const reason = `no policy of one kind (${name}) allows it`;
  if (name === 'identity-based policy') {
    return reading({ reason, causes: ['identity-policy'] }, { policy, policiesHelp: true });
  }
  // What trusts a role's callers is AWS's resource-based policy of the role.
  if (name === 'role trust policy' || name === 'resource-based policy') {
    const conditions = likelyCauses(denied).filter((cause) => conditionsOfTrust.includes(cause));
    return reading({ reason, causes: ['trust-policy', ...conditions] }, { policy, policiesHelp: true });
  }
  return reading({ reason, causes: ['scp-or-boundary'] }, { policy });
}
