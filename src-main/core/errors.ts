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
  'no-such-iam-user',
  'no-such-source',
  'store-already-chosen',
  // A person is needed
  'sign-in-needed',
  'other-person',
  'secrets-locked',
  'mfa-code-needed',
  /** A new code can be tried: this one was wrong, or AWS had it before. */
  'mfa-code-refused',
  /** An identity provider or accounts that were not there at the first sign-in. */
  'other-provider',
  /** The profile is marked: a person must allow it, and did not, or there is nobody to ask. */
  'ask-first',
  // Sign-in that ended without a token
  'sign-in-denied',
  'sign-in-expired',
  'sign-in-cancelled',
  // AWS
  'denied',
  /** The MFA device is unknown, another person's, or one that has no codes. */
  'mfa-device',
  'throttled',
  'aws-failed',
  'not-aws',
  'offline',
  /** What an identity provider, or a command in its place, answered cannot be taken. */
  'federation-refused',
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
  /** The browser, or its profile, that a page should open in. */
  'browser-gone',
  'agent-unreachable',
  'wrong-door',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Whether doing the same again can help: at once, later, after a person signed in, unlocked or gave an MFA code, or never. */
export type Retry = 'now' | 'later' | 'after-sign-in' | 'after-unlock' | 'after-code' | 'never';

const retryOf: Partial<Record<ErrorCode, Retry>> = {
  'sign-in-needed': 'after-sign-in',
  throttled: 'later',
  'aws-failed': 'later',
  'not-aws': 'later',
  offline: 'later',
  'secrets-locked': 'after-unlock',
  'mfa-code-needed': 'after-code',
  'mfa-code-refused': 'after-code',
  'agent-unreachable': 'now',
};

export interface AppErrorOptions {
  /** What the person can do about it, one sentence. */
  readonly hint?: string;
  readonly retry?: Retry;
  /** Lines that belong to the sentence, such as the profiles a name fits. Never a secret. */
  readonly details?: readonly string[];
  /** AWS's own words, where it refused a call that may be explained. */
  readonly refusal?: AwsRefusal | undefined;
  readonly cause?: unknown;
}

/** How AWS refused: the code and the message of its answer, which hold ARNs but never keys. */
export interface AwsRefusal {
  readonly code: string;
  readonly message: string;
}

/** The one error of the domain. `message` is one sentence a person can act on and never holds a secret. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly retry: Retry;
  readonly details: readonly string[];
  readonly refusal: AwsRefusal | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.hint = options.hint;
    this.retry = options.retry ?? retryOf[code] ?? 'never';
    this.details = options.details ?? [];
    this.refusal = options.refusal;
  }
}
