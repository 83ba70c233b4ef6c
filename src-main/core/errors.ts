/**
 * The closed list of what can go wrong, in words a door can turn into its own form
 * (an exit code, an HTTP status, a message in the window).
 */
export const errorCodes = [
  // What the person typed or asked for
  'bad-input',
  'ambiguous-profile',
  'no-such-profile',
  'no-such-sso-session',
  'store-already-chosen',
  // A person is needed
  'sign-in-needed',
  'other-person',
  'secrets-locked',
  // Sign-in that ended without a token
  'sign-in-denied',
  'sign-in-expired',
  'sign-in-cancelled',
  // AWS
  'denied',
  'throttled',
  'aws-failed',
  'not-aws',
  'offline',
  // The keys of this shell are not those of the profile it names
  'identity-mismatch',
  // This machine
  'secrets-unavailable',
  'file-unreadable',
  'file-unwritable',
  'file-invalid',
  'section-not-ours',
  'lines-changed',
  'nothing-to-undo',
  'settings-newer',
  'agent-unreachable',
  'wrong-door',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Whether doing the same again can help: at once, later, after a person signed in or unlocked, or never. */
export type Retry = 'now' | 'later' | 'after-sign-in' | 'after-unlock' | 'never';

const retryOf: Partial<Record<ErrorCode, Retry>> = {
  'sign-in-needed': 'after-sign-in',
  throttled: 'later',
  'aws-failed': 'later',
  'not-aws': 'later',
  offline: 'later',
  'secrets-locked': 'after-unlock',
  'agent-unreachable': 'now',
};

export interface AppErrorOptions {
  /** What the person can do about it, one sentence. */
  readonly hint?: string;
  readonly retry?: Retry;
  /** Lines that belong to the sentence, such as the profiles a name fits. Never a secret. */
  readonly details?: readonly string[];
  readonly cause?: unknown;
}

/** The one error of the domain. `message` is one sentence a person can act on and never holds a secret. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly retry: Retry;
  readonly details: readonly string[];

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.hint = options.hint;
    this.retry = options.retry ?? retryOf[code] ?? 'never';
    this.details = options.details ?? [];
  }
}
