import { iamArn, roleArn, type Role } from '../organisation.ts';
import {
  principalAccount,
  principalArn,
  principalPartition,
  userArn,
  type FederatedPrincipal,
  type Principal,
} from '../principal.ts';
import { textLike } from './textLike.ts';

/** What a role's trust policy looks at. */
export interface TrustRequest {
  readonly externalId: string | undefined;
  readonly mfaPresent: boolean;
}

/** Whether the role trusts the caller with what it brings. */
export function trustAllows(
  role: Role,
  caller: Exclude<Principal, FederatedPrincipal>,
  request: TrustRequest,
): boolean {
  const { trust } = role;
  const names = arnsOf(caller);
  return (
    // Whatever a policy says: no partition knows another's principals.
    (role.partition ?? 'aws') === principalPartition(caller) &&
    trust.principals.some((pattern) => names.some((name) => textLike(pattern, name))) &&
    (trust.externalId === undefined || trust.externalId === request.externalId) &&
    (trust.mfa !== true || request.mfaPresent)
  );
}

/** A session counts as itself, as its role (with the path), and as its account. */
function arnsOf(principal: Exclude<Principal, FederatedPrincipal>): string[] {
  const own =
    principal.kind === 'user' ? [userArn(principal.user)] : [principalArn(principal), roleArn(principal)];
  const account = { accountId: principalAccount(principal), partition: principalPartition(principal) };
  return [...own, `${iamArn(account)}:root`];
}
