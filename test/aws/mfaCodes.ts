import type { AwsClock } from './awsClock.ts';
import type { Organisation } from './organisation.ts';
import { totp, totpStepMilliseconds } from './totp.ts';

/** The virtual MFA devices of the users, as their owners read them. */
export interface MfaCodes {
  /** What the device shows now. STS takes it once. @throws when no user of that name has a virtual device */
  mfaCodeOf(userName: string): string;
  /** Moves the clock on to the next code, at most 30 seconds, and gives that one. */
  nextMfaCodeOf(userName: string): string;
}

export function mfaCodes(clock: AwsClock, organisations: readonly Organisation[]): MfaCodes {
  const mfaCodeOf = (userName: string): string => {
    const users = organisations.flatMap(({ users: all }) => all);
    const device = users.find(({ name, mfa }) => name === userName && mfa !== undefined)?.mfa;
    if (device === undefined) throw new Error(`no IAM user '${userName}' with a virtual MFA device`);
    return totp(device.seed, clock.now());
  };
  return {
    mfaCodeOf,
    nextMfaCodeOf: (userName) => {
      clock.advance(totpStepMilliseconds - (clock.now() % totpStepMilliseconds));
      return mfaCodeOf(userName);
    },
  };
}
