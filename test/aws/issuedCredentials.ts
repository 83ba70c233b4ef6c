import type { AwsClock } from './awsClock.ts';
import type { Behaviour } from './behaviour.ts';
import { accessKeyId, secretAccessKey, sessionToken } from './ids.ts';
import { principalAccount, userArn, type Principal } from './principal.ts';
import type { IamUser } from './organisation.ts';

interface KeyUse {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly service: string;
  readonly region: string;
}

export interface IssuedCredential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Null for a long-term key. */
  readonly sessionToken: string | null;
  /** Epoch milliseconds; null for a long-term key. */
  readonly expiresAt: number | null;
  readonly principal: Principal;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** An inactive key answers like an unknown one. */
  active: boolean;
  lastUsed: KeyUse | null;
}

/** Every key that AWS gave out. They outlive the sign-in that they came from. */
export interface IssuedCredentials {
  temporary(principal: Principal, expiresAt: number): IssuedCredential & { readonly sessionToken: string };
  /** Known at once everywhere. */
  longTerm(user: IamUser): IssuedCredential;
  /** By key id *and* session token, as AWS looks them up. */
  find(accessKeyId: string, sessionToken: string | null): IssuedCredential | undefined;
  /** The long-term keys that a user has, the oldest first. */
  keysOf(user: IamUser): readonly IssuedCredential[];
  /** IAM's own changes, which the rest of AWS hears of after `behaviour.iamDelayMs`. */
  create(user: IamUser): IssuedCredential;
  setActive(key: IssuedCredential, active: boolean): void;
  delete(key: IssuedCredential): void;
}

/** What the rest of AWS still believes of a key. */
interface Belief {
  readonly active: boolean;
  /** Epoch milliseconds. */
  readonly until: number;
}

export function issuedCredentials(clock: AwsClock, behaviour: Behaviour): IssuedCredentials {
  const issued = new Map<string, IssuedCredential>();
  const deleted = new Set<string>();
  const beliefs = new Map<string, Belief>();
  const keep = <C extends Omit<IssuedCredential, 'createdAt' | 'active' | 'lastUsed'>>(credential: C) => {
    const kept = { ...credential, createdAt: clock.now(), active: true, lastUsed: null };
    issued.set(kept.accessKeyId, kept);
    return kept;
  };
  const worksNow = ({ accessKeyId: id, active }: IssuedCredential): boolean => {
    const belief = beliefs.get(id);
    return belief !== undefined && clock.now() < belief.until ? belief.active : active;
  };
  const change = (key: IssuedCredential, active: boolean, before: boolean): void => {
    beliefs.set(key.accessKeyId, { active: before, until: clock.now() + behaviour.iamDelayMs });
    key.active = active;
  };
  const longTerm = (user: IamUser): IssuedCredential =>
    keep({
      accessKeyId: accessKeyId('AKIA', user.accountId),
      secretAccessKey: secretAccessKey(),
      sessionToken: null,
      expiresAt: null,
      principal: { kind: 'user', user },
    });
  return {
    longTerm,
    temporary: (principal, expiresAt) =>
      keep({
        accessKeyId: accessKeyId('ASIA', principalAccount(principal)),
        secretAccessKey: secretAccessKey(),
        sessionToken: sessionToken(),
        expiresAt,
        principal,
      }),
    find: (id, token) => {
      const credential = issued.get(id);
      return credential?.sessionToken === token && worksNow(credential) ? credential : undefined;
    },
    keysOf: (user) =>
      [...issued.values()].filter((key) => isKeyOf(key, user) && !deleted.has(key.accessKeyId)),
    create: (user) => {
      const key = longTerm(user);
      change(key, true, false);
      return key;
    },
    setActive: (key, active) => {
      change(key, active, worksNow(key));
    },
    delete: (key) => {
      deleted.add(key.accessKeyId);
      change(key, false, worksNow(key));
    },
  };
}

const isKeyOf = ({ principal, sessionToken: token }: IssuedCredential, user: IamUser): boolean =>
  token === null && principal.kind === 'user' && userArn(principal.user) === userArn(user);
