import type { AwsClock } from '../awsClock.ts';
import type { Principal } from '../principal.ts';
import { totp, totpStepMilliseconds } from '../totp.ts';
import { StsError } from './stsError.ts';

export interface MfaDevices {
  /**
   * Whether the call proves a second factor; false when it names none.
   * @throws StsError AccessDenied for a wrong, used or foreign code
   */
  verify(caller: Principal, serial: string | undefined, code: string | undefined): boolean;
}

/** A code works once a device; the neighbouring steps are tolerated. */
export function mfaDevices(clock: AwsClock): MfaDevices {
  const lastUsedStep = new Map<string, number>();
  return {
    verify: (caller, serial, code) => {
      if (serial === undefined && code === undefined) return false;
      if (serial === undefined || code === undefined) {
        deny('must provide both MFA serial number and one time pass code.');
      }
      const device = caller.kind === 'user' ? caller.user.mfa : undefined;
      if (device?.serial !== serial) {
        deny(
          'unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
        );
      }
      const now = Math.floor(clock.now() / totpStepMilliseconds);
      const step = [now, now - 1, now + 1].find(
        (at) => totp(device.seed, at * totpStepMilliseconds) === code,
      );
      if (step === undefined || step <= (lastUsedStep.get(serial) ?? -1)) {
        throw new StsError(
          'AccessDenied',
          'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
        );
      }
      lastUsedStep.set(serial, step);
      return true;
    },
  };
}

function deny(reason: string): never {
  throw new StsError('AccessDenied', `MultiFactorAuthentication failed, ${reason}`);
}
