import type { RoleArn } from '../arn.ts';
import type { RoleStep } from './roleStep.ts';
import type { StsCall } from './sessionLimits.ts';

/** A call for credentials that AWS refused, and what was known of it. Holds no secret beside what AWS may echo. */
export interface DeniedStep {
  readonly call: StsCall | 'GetRoleCredentials';
  /**
   * Who asked, as AWS knows it; null where unknown, and for SAML and web identity, which sign nothing. A role's own
   * ARN may stand for its session where it is known: it has the path, which the session's lacks.
   */
  readonly callerArn: string | null;
  /** The role that was asked for. */
  readonly roleArn: RoleArn | null;
  readonly step: RoleStep | null;
  /** Who vouched in AssumeRoleWithSAML or WithWebIdentity: the provider in IAM, and whom the token was made for. */
  readonly provider: { readonly arn: string; readonly audience: string | null } | null;
  /** Whether the caller's credentials were got with an MFA code. */
  readonly mfaInCaller: boolean;
  readonly temporaryCaller: boolean;
  /** AWS's code and message as they came. */
  readonly code: string;
  readonly message: string;
}

/** Why AWS may have said no. A closed list: the doors show them by name. */
export const denialCauses = [
  'trust-policy',
  'identity-policy',
  'external-id',
  'mfa-condition',
  'explicit-deny',
  'scp-or-boundary',
  'wrong-partition',
  'wrong-region',
  'session-too-long',
  'tags-not-allowed',
  'source-identity',
  'keys-unknown',
  'clock',
  'mfa-code',
  'mfa-device',
  'root-caller',
  'temporary-caller',
  'provider',
  'token-expired',
  'policy-too-large',
  // Identity Center's own no, before there is any STS
  'not-assigned',
  // What is no question of permission
  'ill-formed',
  'busy',
] as const;
export type DenialCause = (typeof denialCauses)[number];
