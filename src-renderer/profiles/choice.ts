/** Which profiles are shown. */
export type Choice =
  | { readonly kind: 'all' | 'favourites' | 'recent' | 'active' }
  | { readonly kind: 'sign-in'; readonly ssoSession: string };

const titles = { all: 'All profiles', favourites: 'Favourites', recent: 'Recent', active: 'Active' } as const;

export function titleOf(choice: Choice): string {
  return choice.kind === 'sign-in' ? choice.ssoSession : titles[choice.kind];
}

export function sameChoice(one: Choice, other: Choice): boolean {
  return one.kind === 'sign-in' && other.kind === 'sign-in'
    ? one.ssoSession === other.ssoSession
    : one.kind === other.kind;
}
