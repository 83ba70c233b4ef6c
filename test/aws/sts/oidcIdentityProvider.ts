import { generateKeyPairSync, sign } from 'node:crypto';

/** An OpenID Connect provider that signs ID tokens with RS256. */
export interface OidcIdentityProvider {
  readonly issuer: string;
  readonly publicKey: string;
  /** A JSON Web Token with these claims; `iss` is added. */
  token(claims: Readonly<Record<string, unknown>>): string;
}

export function oidcIdentityProvider(issuer: string): OidcIdentityProvider {
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  return {
    issuer,
    publicKey: keys.publicKey,
    token: (claims) => {
      const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iss: issuer, ...claims })}`;
      return `${signed}.${sign('sha256', Buffer.from(signed), keys.privateKey).toString('base64url')}`;
    },
  };
}
