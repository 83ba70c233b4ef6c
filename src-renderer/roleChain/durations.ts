import { AppError } from '../../src-main/core/errors.ts';
import { durationToAsk, sessionLimits, type StsCall } from '../../src-main/core/roles/sessionLimits.ts';

const usualChoices = [900, 1800, 3600, 7200, 14_400, 28_800, 43_200];

/** Seconds as AWS takes them, up to the limit of this place in the chain; with the present one, whatever it is. */
export function durationChoices(call: StsCall, chained: boolean, present: number): readonly number[] {
  const { longest } = sessionLimits(call, chained);
  const choices = usualChoices.filter((seconds) => seconds <= longest);
  return choices.includes(present) ? choices : [...choices, present].sort((one, other) => one - other);
}

export function durationFault(call: StsCall, chained: boolean, seconds: number | null): string | undefined {
  try {
    durationToAsk(call, chained, seconds);
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}

/** `15 min`, `1 hour`, `1 hour 30 min`. */
export function durationInWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const whole = hours === 1 ? '1 hour' : `${hours} hours`;
  if (seconds % 60 !== 0) return `${seconds} seconds`;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? whole : `${whole} ${rest} min`;
}

export const cappedInWords = 'AWS caps this step at 1 hour: it is assumed with temporary keys.';
