import { AppError, type ErrorCode } from '../core/errors.ts';

/** What the SDK's exceptions are made of, as far as we look at them. */
interface Thrown {
  readonly name: string;
  readonly code: string;
  readonly status: number | undefined;
  readonly description: string;
}

/**
 * The one place where SDK and network errors become AppErrors. Messages of AWS are passed on only where AWS is
 * known to write no secret into them (STS and the portal name ARNs, never keys).
 */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const thrown = look(error);
  const make = (code: ErrorCode, message: string, hint: string): AppError =>
    new AppError(code, message, { hint, cause: error });

  if (thrown.status === 407) {
    return make('not-aws', 'The proxy asks for a name and a password.', proxyHint);
  }
  if (validityCodes.test(thrown.code)) {
    return make('not-aws', 'By this machine’s clock the answer’s certificate is not valid today.', clockHint);
  }
  if (certificateCodes.test(thrown.code)) {
    return make('not-aws', 'The answer’s certificate is not trusted, so it was not from AWS.', caHint);
  }
  if (isNetworkFault(thrown)) {
    return make('offline', 'AWS cannot be reached.', 'Check the network, VPN or proxy; you stay signed in.');
  }
  if (notTlsCodes.test(thrown.code) || isUnreadable(thrown.name) || isRedirect(thrown.status)) {
    return make(
      'not-aws',
      'Something other than AWS answered, such as a sign-in page of this network.',
      webHint,
    );
  }
  if (thrown.status === 429 || /Throttl|TooManyRequests|SlowDown/.test(thrown.name)) {
    return make('throttled', 'AWS asks for fewer calls.', 'Try again in a moment.');
  }
  if (thrown.status !== undefined && thrown.status >= 500) {
    return make('aws-failed', `AWS failed with status ${thrown.status}.`, 'Try again in a moment.');
  }
  const known = byName[thrown.name];
  if (known !== undefined) return make(known.code, known.message(thrown.description), known.hint);
  const said = thrown.description === '' ? '' : `: ${thrown.description.replace(/\.$/, '')}`;
  // A refusal that we do not know stays one, however often it is asked for.
  return new AppError('aws-failed', `AWS refused the call (${thrown.name || 'unknown error'})${said}.`, {
    hint: 'See latchkey doctor.',
    retry: 'never',
    cause: error,
  });
}

const caHint = 'Behind a TLS-inspecting proxy, set its certificate with: latchkey settings set caBundle PATH';
const clockHint = 'Set this machine’s clock right; where it is right, something other than AWS answered.';
const proxyHint = 'Give them in its URL: latchkey settings set proxy http://NAME:PASSWORD@HOST:PORT';
const webHint = 'Open a browser to get past the network’s sign-in page, or check the proxy.';
const signInHint = 'Sign in with: latchkey login';

const byName: Readonly<
  Record<string, { code: ErrorCode; message: (said: string) => string; hint: string } | undefined>
> = {
  UnauthorizedException: {
    code: 'sign-in-needed',
    // AWS says the same of a token of another region.
    message: () => 'AWS no longer takes this sign-in.',
    hint: `${signInHint}; if it happens at once again, check the region of the sign-in.`,
  },
  InvalidGrantException: {
    code: 'sign-in-needed',
    message: () => 'AWS has ended the sign-in.',
    hint: signInHint,
  },
  InvalidClientException: {
    code: 'sign-in-needed',
    message: () => 'AWS no longer knows this installation.',
    hint: signInHint,
  },
  UnauthorizedClientException: {
    code: 'sign-in-needed',
    message: () => 'AWS does not let this installation sign in that way.',
    hint: signInHint,
  },
  ExpiredTokenException: {
    code: 'sign-in-expired',
    message: () => 'The sign-in code expired before it was approved.',
    hint: 'Sign in again; the code is good for about ten minutes.',
  },
  AccessDeniedException: {
    code: 'sign-in-denied',
    message: () => 'The sign-in was denied.',
    hint: 'Sign in again and allow it, or ask whether you may use IAM Identity Center.',
  },
  InvalidRequestException: {
    code: 'bad-input',
    message: (said) => `AWS does not know this start URL in this region${said === '' ? '' : ` (${said})`}.`,
    hint: 'Compare start URL and region with your administrator’s: latchkey sso list',
  },
  ForbiddenException: {
    code: 'denied',
    message: () => 'AWS says that you have no access to this role.',
    hint: 'Ask whoever manages IAM Identity Center.',
  },
  ResourceNotFoundException: {
    code: 'denied',
    message: () => 'AWS does not know this account or role.',
    hint: 'Check both; see latchkey sync.',
  },
  ExpiredToken: {
    code: 'denied',
    message: () => 'The keys have expired.',
    hint: 'Get new ones with: latchkey start',
  },
  InvalidClientTokenId: {
    code: 'denied',
    message: () => 'AWS does not know these keys.',
    hint: 'Get new ones with: latchkey start',
  },
  SignatureDoesNotMatch: {
    code: 'denied',
    message: () => 'AWS says that the signature does not match the keys.',
    hint: 'The keys are damaged or this machine’s clock is off: see latchkey doctor.',
  },
};

/** AWS’s are good for a year: a clock that is further off finds none of them valid. */
const validityCodes = /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/;

const certificateCodes = /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_|ERR_TLS_CERT|HOSTNAME_MISMATCH)/;

/** What answered does not speak TLS at all, such as a proxy that says 200 to CONNECT and then sends its page. */
const notTlsCodes = /^(ERR_SSL_|EPROTO)/;

const networkCodes =
  /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|UND_ERR)/;

/** A connection may also end, or take too long, after the status came. */
function isNetworkFault({ name, code, status, description }: Thrown): boolean {
  return (
    networkCodes.test(code) ||
    /^(Timeout|Abort)Error$/.test(name) ||
    (status === undefined && /socket hang up|timed out|proxy|CONNECT|network/i.test(description))
  );
}

/** The SDK could not parse what came. */
function isUnreadable(name: string): boolean {
  return name === 'SyntaxError' || name === 'TypeError';
}

function isRedirect(status: number | undefined): boolean {
  return status !== undefined && status >= 300 && status < 400;
}

function look(error: unknown): Thrown {
  if (!(error instanceof Error)) return { name: '', code: '', status: undefined, description: '' };
  const { $metadata, $response, code, error_description, name, message } = error as Error & {
    readonly $metadata?: { readonly httpStatusCode?: number };
    readonly $response?: { readonly statusCode?: number };
    readonly code?: unknown;
    readonly error_description?: unknown;
  };
  const description = typeof error_description === 'string' ? error_description : message;
  return {
    name,
    code: typeof code === 'string' ? code : '',
    status: $metadata?.httpStatusCode ?? $response?.statusCode,
    // The SDK adds lines of its own about how to look into its errors.
    description: description === 'UnknownError' ? '' : (description.split('\n')[0] ?? '').slice(0, 300),
  };
}
