import { AppError } from '../errors.ts';
import type { Clock } from '../ports.ts';
import { withRetries } from '../retry.ts';

/** IAM is eventually consistent: a new key may be unknown for several seconds. */
const patienceMs = 60_000;
const longestPauseMs = 8000;

/**
 * Asks until AWS knows the key, for up to a minute.
 * @throws the last refusal, or at once whatever else went wrong
 */
export async function keyRotationPatience<Result>(
  clock: Clock,
  signal: AbortSignal,
  ask: () => Promise<Result>,
): Promise<Result> {
  const began = clock.now();
  for (let pause = 1000; ; pause = Math.min(pause * 2, longestPauseMs)) {
    try {
      return await withRetries(clock, signal, ask);
    } catch (error) {
      // A clock that was set back must not make the minute last.
      const passed = Math.abs(clock.now() - began);
      if (!isUnknownKey(error) || passed + pause > patienceMs) throw error;
    }
    await clock.sleep(pause, signal);
  }
}

export function isUnknownKey(error: unknown): error is AppError {
  return error instanceof AppError && error.refusal?.code === 'InvalidClientTokenId';
}
