import { verify } from 'node:crypto';
import { StsError } from './stsError.ts';

export interface WebIdentityToken {
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  signedBy(publicKey: string): boolean;
}

/**
 * An ID token: a JSON Web Token signed with RS256, for one audience.
 * @throws StsError InvalidIdentityToken
 */
export function webIdentityToken(token: string): WebIdentityToken {
  const [header = '', payload = '', signature = '', ...rest] = token.split('.');
  const claims = members(payload);
  if (rest.length > 0 || members(header)['alg'] !== 'RS256') return notAToken();
  const text = (name: string): string => {
    const value = claims[name];
    return typeof value === 'string' ? value : missing(name);
  };
  const seconds = (name: string): number => {
    const value = claims[name];
    return typeof value === 'number' ? value : missing(name);
  };
  seconds('iat');
  return {
    issuer: text('iss'),
    audience: text('aud'),
    subject: text('sub'),
    expiresAt: seconds('exp') * 1000,
    signedBy: (publicKey) =>
      verify('sha256', Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature, 'base64url')),
  };
}

function members(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {
    // Said below.
  }
  return notAToken();
}

function notAToken(): never {
  throw new StsError('InvalidIdentityToken', 'The ID Token provided is not a valid JWT.');
}

function missing(claim: string): never {
  throw new StsError('InvalidIdentityToken', `Missing a required claim: ${claim}`);
}
