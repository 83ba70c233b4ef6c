import type { AccountId } from '../arn.ts';
import type { Sha256 } from '../ports.ts';
import type { RoleStep } from '../roles/roleStep.ts';
import type { ProfileOrigin } from '../roles/savedProfile.ts';

/**
 * A permission set offered in an account. Keyed by (SsoSession, account id, role name), never by name: account
 * names are not unique and may be missing.
 */
export interface AccountRole {
  readonly ssoSession: string;
  readonly accountId: AccountId;
  readonly accountName: string | null;
  readonly roleName: string;
}

/** What a profile ends in. */
export interface ProfileEnd extends Omit<AccountRole, 'ssoSession'> {
  /** Null where the profile does not begin at an Identity Center role. */
  readonly ssoSession: string | null;
}

export type ProfileKind = ProfileOrigin['kind'] extends infer Kind
  ? Exclude<Kind, 'profile'> | 'role-chain'
  : never;

/** A source and the roles that are taken from there. */
export interface ProfileChain {
  readonly from: ProfileOrigin;
  readonly steps: readonly RoleStep[];
  readonly region: string | null;
  /** A person made it; else it is derived from an IAM user or a source. */
  readonly saved: boolean;
}

/** A named thing to start. Each AccountRole, IamUser and federated role has a derived one. */
export interface Profile {
  readonly id: string;
  readonly name: string;
  readonly kind: ProfileKind;
  /** Name of what it begins at: a sign-in, an IAM user or a source. */
  readonly origin: string;
  readonly source: ProfileEnd;
  /** Null: the Identity Center role of `source` and nothing more, as nearly all are. */
  readonly chain: ProfileChain | null;
}

/** What an Identity Center role is by itself. */
export interface RoleProfile extends Profile {
  readonly source: AccountRole;
}

/** The derived profile of an Identity Center role. */
export function accountRoleProfile(id: string, name: string, source: AccountRole): RoleProfile {
  return { id, name, kind: 'account-role', origin: source.ssoSession, source, chain: null };
}

/** Where a profile begins. */
export function originOf({ chain, source }: Pick<Profile, 'chain' | 'source'>): ProfileOrigin {
  if (chain !== null) return chain.from;
  const { ssoSession, accountId, roleName } = source;
  return { kind: 'account-role', ssoSession: ssoSession ?? '', accountId, roleName };
}

/** The opaque id that a delivery hands to other programs: the same for the same key, and nothing can be read from it. */
export function profileId(
  sha256: Sha256,
  role: Pick<AccountRole, 'ssoSession' | 'accountId' | 'roleName'>,
): string {
  return idOf(sha256, [role.ssoSession, role.accountId, role.roleName]);
}

/**
 * Id of the profile that an IAM user is by itself, or a federated role of a source. What it is made of says whose keys
 * they are: an entry in a file must not lead to another account under the same name.
 */
export function derivedId(sha256: Sha256, kind: ProfileKind, ...key: readonly string[]): string {
  return idOf(sha256, [kind, '', ...key]);
}

function idOf(sha256: Sha256, key: readonly string[]): string {
  return sha256(JSON.stringify(key)).hex.slice(0, 24);
}
