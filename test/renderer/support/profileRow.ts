import type { ListedProfile } from '../../../src-main/contract.ts';

/** A profile of the sign-in acme; its id is `payments-prod.Admin`. */
export function profileRow(
  accountName: string,
  roleName: string,
  more: Partial<ListedProfile> = {},
): ListedProfile {
  const name = `${accountName}.${roleName}`;
  return {
    id: name,
    name,
    kind: 'account-role',
    ssoSession: 'acme',
    origin: more.ssoSession ?? 'acme',
    accountId: accountIdOf(accountName),
    accountName,
    roleName,
    labels: [],
    asksFirst: false,
    ...more,
  };
}

/** The same id for the same name. */
function accountIdOf(name: string): string {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_000_000_000;
  return String(sum).padStart(12, '0');
}
