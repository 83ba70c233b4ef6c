import type { ErrorAnswer } from '../contract.ts';
import type { AppError } from '../core/errors.ts';

/** An AppError as every door says it: no cause, no stack. */
export function errorAnswer({ code, message, hint, details }: AppError): ErrorAnswer {
  return { code, message, hint: hint ?? null, details };
}
