import { AppError } from '../errors.ts';

/** The STS calls that give a person credentials for a time of their choice. */
export type StsCall =
  | 'AssumeRole'
  | 'AssumeRoleWithSAML'
  | 'AssumeRoleWithWebIdentity'
  | 'GetSessionToken'
  | 'GetFederationToken';

export interface DurationLimits {
  /** Seconds, all three. */
  readonly shortest: number;
  readonly longest: number;
  /** What AWS gives where nothing is asked. */
  readonly usual: number;
}

const minute = 60;
const hour = 60 * minute;

const ofRole: DurationLimits = { shortest: 15 * minute, longest: 12 * hour, usual: hour };
const ofKeys: DurationLimits = { shortest: 15 * minute, longest: 36 * hour, usual: 12 * hour };

/**
 * What AWS takes as DurationSeconds. A role's own maximum (1 h to 12 h) is known to AWS only. Root keys, which get
 * an hour at most, are refused before they are stored.
 */
const limits: Readonly<Record<StsCall, DurationLimits>> = {
  AssumeRole: ofRole,
  AssumeRoleWithSAML: ofRole,
  AssumeRoleWithWebIdentity: ofRole,
  GetSessionToken: ofKeys,
  GetFederationToken: ofKeys,
};

/**
 * Role chaining: AWS caps a role that temporary credentials assume, whatever the role allows. Identity Center's and
 * GetSessionToken's are temporary too.
 */
const ofChainedRole: DurationLimits = { ...ofRole, longest: hour };

/** @param temporaryCaller whether the call is signed with temporary credentials; SAML and web identity sign nothing */
export function sessionLimits(call: StsCall, temporaryCaller: boolean): DurationLimits {
  return call === 'AssumeRole' && temporaryCaller ? ofChainedRole : limits[call];
}

/**
 * The DurationSeconds to ask for.
 * @throws AppError bad-input, before AWS is asked, where AWS would refuse
 */
export function durationToAsk(call: StsCall, temporaryCaller: boolean, asked: number | null): number {
  if (temporaryCaller && limits[call] === ofKeys) {
    throw new AppError(
      'bad-input',
      `AWS gives ${call} to an IAM user’s own keys only, not to temporary ones.`,
    );
  }
  const { shortest, longest, usual } = sessionLimits(call, temporaryCaller);
  const seconds = asked ?? usual;
  if (!Number.isInteger(seconds)) throw new AppError('bad-input', 'The duration must be in whole seconds.');
  if (seconds >= shortest && seconds <= longest) return seconds;
  const range = `The duration must be ${inWords(shortest)} to ${inWords(longest)}`;
  const capped = longest < limits[call].longest && seconds > longest;
  throw new AppError(
    'bad-input',
    capped
      ? `${range}: AWS caps a role that is assumed with temporary credentials, whatever the role allows.`
      : `${range} for ${call}.`,
  );
}

function inWords(seconds: number): string {
  if (seconds < hour) return `${seconds / minute} minutes`;
  return seconds === hour ? '1 hour' : `${seconds / hour} hours`;
}
