import { roleArn, type Role } from '../organisation.ts';
import { principalAccount, principalArn, userArn, type Principal } from '../principal.ts';

/** What a role's trust policy looks at. */
export interface TrustRequest {
  readonly externalId: string | undefined;
  readonly mfaPresent: boolean;
}

/** Whether the role trusts the caller with what it brings. */
export function trustAllows({ trust }: Role, caller: Principal, request: TrustRequest): boolean {
  const names = arnsOf(caller);
  return (
    trust.principals.some((pattern) => names.some((name) => arnLike(pattern, name))) &&
    (trust.externalId === undefined || trust.externalId === request.externalId) &&
    (trust.mfa !== true || request.mfaPresent)
  );
}

/** A session counts as itself, as its role (with the path), and as its account. */
function arnsOf(principal: Principal): string[] {
  const own =
    principal.kind === 'user' ? [userArn(principal.user)] : [principalArn(principal), roleArn(principal)];
  return [...own, `arn:aws:iam::${principalAccount(principal)}:root`];
}

function arnLike(pattern: string, arn: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`).test(arn);
}
