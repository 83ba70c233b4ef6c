import { AppError } from './errors.ts';
import type { Clock } from './ports.ts';

/**
 * Does it again while the error itself says that later may help, waiting `firstWait` milliseconds and twice as long
 * each time. Three attempts are what AWS's own SDKs make.
 */
export async function withRetries<Result>(
  clock: Clock,
  signal: AbortSignal,
  attempt: () => Promise<Result>,
  { attempts = 3, firstWait = 300 } = {},
): Promise<Result> {
  for (let done = 1; ; done += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (done >= attempts || !mayHelpLater(error)) throw error;
      await clock.sleep(firstWait * 2 ** (done - 1), signal);
    }
  }
}

export function mayHelpLater(error: unknown): error is AppError {
  return error instanceof AppError && error.retry === 'later';
}
