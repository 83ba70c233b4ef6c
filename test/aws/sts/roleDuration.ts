import type { Role } from '../organisation.ts';
import { StsError } from './stsError.ts';

const chainingLimit = 3600;

/**
 * How many seconds a session of the role lives. The cap of one hour binds every caller with temporary credentials,
 * Identity Center's too, whatever the role allows; who comes with an assertion or a token is not chained.
 * @throws StsError ValidationError
 */
export function roleDuration(asked: number | undefined, role: Role, chained: boolean): number {
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
