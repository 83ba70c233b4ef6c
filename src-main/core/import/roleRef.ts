import { isAccountId, type AccountId } from '../arn.ts';
import type { FoundPlace, FoundSignIn } from './findings.ts';

export interface RoleRef {
  /** Null: the only sign-in there is. */
  readonly signIn: string | null;
  readonly accountId: AccountId;
  readonly roleName: string;
}

/** `ACCOUNT/ROLE` or `SIGN-IN/ACCOUNT/ROLE`; undefined for anything else, such as the name of a profile. */
export function roleRef(text: string): RoleRef | undefined {
  const [, signIn = null, accountId = '', roleName = ''] =
    /^(?:([A-Za-z0-9_.@+-]{1,64})\/)?(\d{12})\/([\w+=,.@-]{1,64})$/.exec(text) ?? [];
  return isAccountId(accountId) ? { signIn, accountId, roleName } : undefined;
}

/** Ids are of one home; a start URL is the same everywhere. */
export function placeOfRef({ signIn }: RoleRef, signIns: readonly FoundSignIn[]): FoundPlace {
  const [only, ...others] = signIns;
  const meant = signIn === null && others.length === 0 ? only : signIns.find(({ name }) => name === signIn);
  return meant === undefined
    ? { ssoSession: signIn, startUrl: null }
    : { ssoSession: null, startUrl: meant.startUrl };
}
