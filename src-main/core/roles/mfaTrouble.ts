import { AppError } from '../errors.ts';

export interface MfaRefusal {
  /** AWS's, of a call that sent a code. */
  readonly message: string;
  readonly serial: string;
  /** Whether this very code of this device had been sent to AWS before. */
  readonly alreadySent: boolean;
  /** How many codes of this device AWS has refused in a row, this one included, codes sent before not counted. */
  readonly refusals: number;
  /** When the code was sent, in epoch milliseconds. */
  readonly now: number;
}

const step = 30_000;

/** A code that AWS did not take, in words: mfa-device where no code of this device can help, else mfa-code-refused. */
export function mfaTrouble(refusal: MfaRefusal): AppError {
  const { message, serial, alreadySent, refusals, now } = refusal;
  if (/^arn:[^:]*:iam::[^:]*:u2f\//.test(serial)) return fido();
  if (/unable to validate MFA code/i.test(message)) return unknownDevice();
  if (alreadySent) return sentBefore(now);
  if (refusals >= 2) return clocksDiffer();
  return new AppError('mfa-code-refused', 'AWS did not take the MFA code.', {
    hint: 'Wait for the next code of this very device and type that.',
  });
}

function fido(): AppError {
  return new AppError(
    'mfa-device',
    'This MFA device is a FIDO key or passkey, which AWS takes in the browser only.',
    {
      hint: 'Add an authenticator app to the IAM user as a second device, or sign in to IAM Identity Center.',
    },
  );
}

function unknownDevice(): AppError {
  return new AppError('mfa-device', 'AWS does not find this MFA device, or it is not this user’s.', {
    hint: 'Compare the MFA serial with the one under Security credentials of the IAM user in the console.',
  });
}

/** AWS takes the code of one 30 s step once, for each device. */
function sentBefore(now: number): AppError {
  const seconds = Math.ceil((step - (now % step)) / 1000);
  return new AppError('mfa-code-refused', `AWS takes each code once: wait ${seconds} s.`, {
    hint: 'Then type the next code of the device.',
  });
}

function clocksDiffer(): AppError {
  return new AppError('mfa-code-refused', 'AWS did not take a fresh MFA code, again.', {
    hint: 'Check the clock of the phone and of this machine; if both are right, resynchronize the device in the IAM console.',
  });
}
