import { AppError, type ErrorCode } from '../core/errors.ts';

/**
 * What the door answers for each code: 401 a person is needed, 403 AWS said no, 404 no such thing, 409 it contradicts
 * what is there, 400 wrong input, 503 later perhaps, 500 the rest. The credential script turns 401 and 403 into its
 * exit codes 3 and 4.
 */
const statuses: Record<ErrorCode, number> = {
  'bad-input': 400,
  'ambiguous-profile': 409,
  'no-such-profile': 404,
  'no-such-sso-session': 404,
  'no-such-iam-user': 404,
  'no-such-source': 404,
  'store-already-chosen': 409,
  'sign-in-needed': 401,
  'other-person': 401,
  'secrets-locked': 401,
  'mfa-code-needed': 401,
  'mfa-code-refused': 401,
  'other-provider': 401,
  'ask-first': 401,
  'sign-in-denied': 500,
  'sign-in-expired': 500,
  'sign-in-cancelled': 500,
  'identity-mismatch': 500,
  denied: 403,
  'mfa-device': 403,
  'federation-refused': 500,
  throttled: 503,
  'aws-failed': 503,
  'not-aws': 503,
  offline: 503,
  'secrets-unavailable': 503,
  'file-unreadable': 500,
  'file-unwritable': 500,
  'file-invalid': 500,
  'section-not-ours': 409,
  'lines-changed': 409,
  'nothing-to-undo': 404,
  'settings-newer': 500,
  'browser-gone': 500,
  'agent-unreachable': 503,
  'wrong-door': 404,
  internal: 500,
};

export function httpStatus(error: AppError): number {
  return error instanceof Refusal ? error.status : statuses[error.code];
}

/** The door itself says no, before any command runs. */
export class Refusal extends AppError {
  constructor(
    readonly status: number,
    message: string,
    hint = 'The agent’s socket is for the command `latchkey` and the credential script.',
  ) {
    super('bad-input', message, { hint });
  }
}
