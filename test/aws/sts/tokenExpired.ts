import { StsError } from './stsError.ts';

/** What a person or program brought has expired; its own credentials would be ExpiredToken. Epoch milliseconds. */
export function tokenExpired(now: number, expiresAt: number): StsError {
  const [current, end] = [now, expiresAt].map((at) => Math.floor(at / 1000));
  // No space before the second number: so AWS writes it.
  return new StsError(
    'ExpiredTokenException',
    `Token expired: current date/time ${current} must be before the expiration date/time${end}`,
  );
}
