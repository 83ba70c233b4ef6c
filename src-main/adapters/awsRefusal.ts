import { AppError, type AwsRefusal, type ErrorCode, type Retry } from '../core/errors.ts';
import { whatAwsSaid } from '../core/roles/whatAwsSaid.ts';
import { toAppError } from './awsErrors.ts';

/** What was asked of STS or IAM. */
interface AskedCall {
  readonly name: string;
  /** Values of the request that no message may repeat. */
  readonly secrets: readonly (string | null | undefined)[];
}

/**
 * An error of STS or IAM. Where AWS refused the call its code and message are kept for the domain, which explains
 * them; the codes mean other things here than in a sign-in, where awsErrors.ts is asked.
 */
export function toRefusal(error: unknown, call: AskedCall): AppError {
  if (error instanceof AppError) return error;
  const refusal = refusalIn(error, call);
  if (refusal === undefined) return toAppError(error);
  const special = specials[refusal.code];
  if (special !== undefined) {
    const { code = 'denied', retry, message, hint } = special;
    return new AppError(code, message, { hint, refusal, ...(retry !== undefined && { retry }) });
  }
  // No cause: what the SDK threw still has the message with the request's values in it.
  const said = whatAwsSaid(refusal.message).replace(/\.$/, '');
  return new AppError('denied', `AWS refused ${call.name} (${refusal.code})${said && `: ${said}`}.`, {
    hint: 'Ask whoever manages this AWS account.',
    refusal,
  });
}

interface Special {
  readonly code?: ErrorCode;
  readonly retry?: Retry;
  readonly message: string;
  readonly hint: string;
}

const specials: Readonly<Record<string, Special | undefined>> = {
  RegionDisabledException: {
    message: 'STS is switched off in this region for this account.',
    hint: 'Choose another region, or ask an administrator of the account to activate STS there.',
  },
  ExpiredTokenException: {
    message: 'What the identity provider issued has expired, so AWS does not take it any more.',
    hint: 'Sign in at the identity provider again.',
  },
  IDPCommunicationError: {
    code: 'aws-failed',
    retry: 'later',
    message: 'AWS could not reach the identity provider.',
    hint: 'Try again in a moment.',
  },
  ExpiredToken: { message: 'The keys have expired.', hint: 'Get new ones and try again.' },
  InvalidClientTokenId: {
    message: 'AWS does not know these keys.',
    hint: 'They may be inactive, deleted, a few seconds old, or of another partition.',
  },
  SignatureDoesNotMatch: {
    message: 'AWS says that the signature does not match the keys.',
    hint: 'The keys are damaged or this machine’s clock is off: see latchkey doctor.',
  },
};

const longestCode = 100;
const longestMessage = 1000;

function refusalIn(error: unknown, { secrets }: AskedCall): AwsRefusal | undefined {
  if (!(error instanceof Error)) return undefined;
  const { $metadata, Code, message } = error as Error & {
    readonly $metadata?: { readonly httpStatusCode?: number };
    readonly Code?: unknown;
  };
  const status = $metadata?.httpStatusCode ?? 0;
  // Only an answer in AWS's form has a code: a proxy's page has none.
  if (typeof Code !== 'string' || status < 400 || status >= 500 || status === 429) return undefined;
  if (/Throttl|TooManyRequests|SlowDown/.test(Code)) return undefined;
  return {
    code: plain(Code).slice(0, longestCode),
    message: withoutSecrets(message, secrets).slice(0, longestMessage),
  };
}

/** AWS quotes values that it does not take, and in a wrong signature the whole signed request. */
function withoutSecrets(message: string, secrets: AskedCall['secrets']): string {
  const named = secrets
    // Shorter ones would cut AWS's own words; where AWS quotes them they go with the quotes.
    .filter((secret) => typeof secret === 'string' && secret.length >= 16)
    .reduce<string>((text, secret) => text.replaceAll(secret as string, '…'), message);
  const unquoted = named
    .replaceAll(/Value '(?:(?!' at ')[\s\S])*' at '([\w.]{1,100})'/g, "Value at '$1'")
    .replace(/The (?:Canonical String|String-to-Sign)[\s\S]*/i, '');
  return plain(unquoted).trim();
}

const plain = (text: string): string => text.replaceAll(/[\p{C}\u2028\u2029]/gu, ' ');
