import { accessKeyId, secretAccessKey, sessionToken } from './ids.ts';
import { principalAccount, type Principal } from './principal.ts';
import type { IamUser } from './organisation.ts';

export interface IssuedCredential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Null for a long-term key. */
  readonly sessionToken: string | null;
  /** Epoch milliseconds; null for a long-term key. */
  readonly expiresAt: number | null;
  readonly principal: Principal;
  /** An inactive key answers like an unknown one. */
  active: boolean;
}

/** Every key that AWS gave out. They outlive the sign-in that they came from. */
export interface IssuedCredentials {
  temporary(principal: Principal, expiresAt: number): IssuedCredential & { readonly sessionToken: string };
  longTerm(user: IamUser): IssuedCredential;
  /** By key id *and* session token, as AWS looks them up. */
  find(accessKeyId: string, sessionToken: string | null): IssuedCredential | undefined;
}

export function issuedCredentials(): IssuedCredentials {
  const issued = new Map<string, IssuedCredential>();
  const keep = <C extends IssuedCredential>(credential: C): C => {
    issued.set(credential.accessKeyId, credential);
    return credential;
  };
  return {
    temporary: (principal, expiresAt) =>
      keep({
        accessKeyId: accessKeyId('ASIA', principalAccount(principal)),
        secretAccessKey: secretAccessKey(),
        sessionToken: sessionToken(),
        expiresAt,
        principal,
        active: true,
      }),
    longTerm: (user) =>
      keep({
        accessKeyId: accessKeyId('AKIA', user.accountId),
        secretAccessKey: secretAccessKey(),
        sessionToken: null,
        expiresAt: null,
        principal: { kind: 'user', user },
        active: true,
      }),
    find: (id, token) => {
      const credential = issued.get(id);
      return credential?.active === true && credential.sessionToken === token ? credential : undefined;
    },
  };
}
