import { describe, expect, it } from 'vitest';
import { mfaTrouble, type MfaRefusal } from '../../../src-main/core/roles/mfaTrouble.ts';

const wrong = 'MultiFactorAuthentication failed with invalid MFA one time pass code. ';
const unknown =
  'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.';
const start = Date.UTC(2026, 0, 1, 12, 0, 0);

function trouble(changes: Partial<MfaRefusal> = {}) {
  return mfaTrouble({
    message: wrong,
    serial: 'arn:aws:iam::111111111111:mfa/jo',
    alreadySent: false,
    refusals: 1,
    now: start,
    ...changes,
  });
}

describe('an MFA code that AWS did not take', () => {
  it('was wrong: the next one is asked for', () => {
    expect(trouble()).toMatchObject({ code: 'mfa-code-refused', message: 'AWS did not take the MFA code.' });
    expect(trouble().hint).toContain('next code');
  });

  it.each([
    [0, 30],
    [1, 30],
    [12_000, 18],
    [29_000, 1],
    [29_999, 1],
    [30_000, 30],
  ])('was sent before, %d ms into the minute: wait %d s, to the next step of 30 s', (into, seconds) => {
    const said = trouble({ alreadySent: true, refusals: 5, now: start + into });
    expect(said).toMatchObject({
      code: 'mfa-code-refused',
      message: `AWS takes each code once: wait ${seconds} s.`,
    });
  });

  it('was fresh and refused again: the clocks, then the device', () => {
    const { code, hint } = trouble({ refusals: 2 });
    expect(code).toBe('mfa-code-refused');
    expect(hint).toMatch(/phone.*this machine.*resynchronize/);
    expect(trouble({ refusals: 1 }).hint).not.toContain('clock');
  });

  it('is of a device that AWS does not find or that is another user’s, whatever was sent before', () => {
    for (const alreadySent of [false, true]) {
      const said = trouble({ message: unknown, alreadySent, refusals: 3 });
      expect(said.code).toBe('mfa-device');
      expect(said.message).toMatch(/does not find.*not this user’s/);
    }
  });

  it('is of a FIDO key, which has none: another device is needed', () => {
    for (const serial of [
      'arn:aws:iam::111111111111:u2f/user/jo/key',
      'arn:aws-cn:iam::111111111111:u2f/jo',
    ]) {
      const said = trouble({ message: unknown, serial });
      expect(said.code).toBe('mfa-device');
      expect(said.message).toContain('FIDO');
      expect(said.hint).toContain('authenticator app');
    }
  });
});
