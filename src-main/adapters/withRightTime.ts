import type { AwsTime } from './awsTime.ts';

/** AWS gives up to 15 minutes to a signature; `SignatureDoesNotMatch` is also said of wrong keys. */
const timeRefusals =
  /^(RequestTimeTooSkewed|RequestExpired|RequestInTheFuture|SignatureDoesNotMatch|InvalidSignatureException)$/;

/**
 * Does `send`, and once more where AWS refused its signature and this very refusal told that the clock is off. AWS looks
 * at the signature before anything else, so what was refused has done nothing: not even an MFA code is used up.
 */
export async function withRightTime<Answer>(time: AwsTime, send: () => Promise<Answer>): Promise<Answer> {
  const before = time.offset();
  try {
    return await send();
  } catch (error) {
    const { Code, name } = (error ?? {}) as { readonly Code?: unknown; readonly name?: unknown };
    const isRefused = [Code, name].some((code) => typeof code === 'string' && timeRefusals.test(code));
    // Milliseconds; less than a second is the rest of a measurement.
    if (isRefused && Math.abs(time.offset() - before) > 1_000) return send();
    throw error;
  }
}
