import type { DenialCause } from './deniedStep.ts';

/** What one answer of AWS means. */
export interface KnownDenial {
  /** Without the ending `Exception`, which some answers have and others have not. */
  readonly codes?: readonly string[];
  readonly says?: RegExp;
  /** Ends the sentence that begins with what AWS did not do. */
  readonly reason: string;
  readonly causes: readonly DenialCause[];
  readonly fix?: { readonly durationSeconds: number };
}

/** Any role gives an hour, chained or not: no maximum is set lower. */
const hour = { durationSeconds: 3600 };
const tokenRefused = 'it did not take the token or assertion of the identity provider';

/** The first that fits; what AWS says goes before its code, because most codes mean many things. */
export const knownDenials: readonly KnownDenial[] = [
  {
    says: /invalid MFA one time pass code/i,
    reason: 'it did not take the MFA code',
    causes: ['mfa-code'],
  },
  {
    says: /unable to validate MFA code/i,
    reason: 'the MFA device is not one of this user’s that it can check a code of',
    causes: ['mfa-device'],
  },
  {
    says: /must provide both MFA/i,
    reason: 'it got only one of MFA serial and code',
    causes: ['mfa-code', 'mfa-device'],
  },
  { says: /may not be assumed by root/i, reason: 'a root user can assume no role', causes: ['root-caller'] },
  {
    says: /Cannot call \w+ with session credentials/i,
    reason: 'the caller’s credentials are temporary',
    causes: ['temporary-caller'],
  },
  {
    says: /exceeds the 1 hour session limit|by role chaining/i,
    reason: 'a role assumed with temporary credentials lasts an hour at most',
    causes: ['session-too-long'],
    fix: hour,
  },
  {
    says: /exceeds the MaxSessionDuration/i,
    reason: 'it was asked for longer than the role allows',
    causes: ['session-too-long'],
    fix: hour,
  },
  {
    says: /at 'durationSeconds' failed to satisfy constraint: Member must have value less/i,
    reason: 'it was asked for longer than any role allows',
    causes: ['session-too-long'],
    fix: hour,
  },
  {
    codes: ['RegionDisabled'],
    reason: 'STS is switched off in that region for this account',
    causes: ['wrong-region'],
  },
  { says: /Signature (?:expired|not yet current)/i, reason: 'the clocks differ', causes: ['clock'] },
  {
    codes: ['RequestExpired', 'RequestTimeTooSkewed'],
    reason: 'the clocks differ',
    causes: ['clock'],
  },
  {
    codes: ['SignatureDoesNotMatch'],
    reason: 'the secret access key is not that of the access key id',
    causes: ['keys-unknown', 'clock'],
  },
  {
    codes: ['MissingAuthenticationToken', 'IncompleteSignature'],
    reason: 'the request reached it without a whole signature',
    causes: ['ill-formed'],
  },
  {
    codes: ['PackedPolicyTooLarge'],
    reason: 'the session policy and the tags are too large',
    causes: ['policy-too-large'],
  },
  {
    codes: ['MalformedPolicyDocument'],
    reason: 'the session policy is no valid policy',
    causes: ['ill-formed'],
  },
  {
    says: /tag keys? /i,
    codes: ['InvalidParameterValue'],
    reason: 'it does not take these session tags',
    causes: ['tags-not-allowed'],
  },
  {
    codes: ['IDPCommunicationError'],
    reason: 'it could not reach the identity provider',
    causes: ['provider', 'busy'],
  },
  {
    codes: ['InvalidIdentityToken', 'IDPRejectedClaim'],
    reason: tokenRefused,
    causes: ['provider', 'token-expired'],
  },
  { says: /in AuthnResponse/i, reason: tokenRefused, causes: ['provider'] },
  {
    codes: ['Throttling', 'ThrottledRequest', 'TooManyRequests', 'RequestLimitExceeded'],
    reason: 'it gets too many calls',
    causes: ['busy'],
  },
  {
    codes: ['ValidationError', 'Validation', 'InvalidParameterValue', 'InvalidRequest'],
    reason: 'it does not take the form of what was sent',
    causes: ['ill-formed'],
  },
];
