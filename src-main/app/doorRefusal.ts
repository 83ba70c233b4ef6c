import { AppError, type ErrorCode } from '../core/errors.ts';
import type { EndpointAnswer, Log } from '../core/ports.ts';

type Refused = Extract<EndpointAnswer, { readonly state: 'refused' }>;

/** Asking again helps with these, and nobody has to do anything. */
const passing: readonly ErrorCode[] = [
  'throttled',
  'aws-failed',
  'not-aws',
  'offline',
  'secrets-unavailable',
  'sign-in-cancelled',
];

/** An error in the words that SDKs show; the JavaScript SDK shows those of a 4xx only. */
export function doorRefusal(error: unknown, log: Log): Refused {
  if (!(error instanceof AppError)) {
    log.write('endpoint.fault', { reason: error instanceof Error ? error.name : typeof error });
    return { state: 'refused', status: 503, code: 'Internal', message: 'Latchkey met a fault of its own.' };
  }
  const status = passing.includes(error.code) ? 503 : 403;
  // A profile's name must not steer somebody's terminal.
  const message = `${error.message} ${error.hint ?? ''}`.replace(/\p{Cc}+/gu, ' ').trim();
  return { state: 'refused', status, code: sdkCode(error.code), message };
}

/** `ask-first` is `AskFirst`. */
function sdkCode(code: ErrorCode): string {
  return code.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
