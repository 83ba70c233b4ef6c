import type { AccountId } from '../arn.ts';
import type { Sha256 } from '../ports.ts';

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

/** A named thing to start. Each AccountRole has a derived one. */
export interface Profile {
  readonly id: string;
  readonly name: string;
  readonly source: AccountRole;
}

/** The opaque id that a delivery hands to other programs: the same for the same key, and nothing can be read from it. */
export function profileId(
  sha256: Sha256,
  role: Pick<AccountRole, 'ssoSession' | 'accountId' | 'roleName'>,
): string {
  return sha256(JSON.stringify([role.ssoSession, role.accountId, role.roleName])).hex.slice(0, 24);
}
