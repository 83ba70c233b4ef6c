import { z } from 'zod';

/** Of a virtual device its ARN, of a hardware one what is printed on it. */
export const mfaSerial = z
  .string()
  .min(9, { error: 'The MFA serial has at least 9 characters.' })
  .max(256, { error: 'The MFA serial has at most 256 characters.' })
  .regex(/^[\w+=/:,.@-]*$/, { error: 'The MFA serial is made of letters, digits and _ + = / : , . @ -.' })
  // STS takes codes, and a FIDO key or a passkey has none.
  .refine((serial) => !/^arn:[^:]*:iam::[^:]*:u2f\//.test(serial), {
    error: 'The MFA serial is that of a FIDO key or passkey, which AWS takes in the browser only.',
  });
