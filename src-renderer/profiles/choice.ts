/** Which profiles are shown. */
export type Choice =
  | { readonly kind: 'all' | 'favourites' | 'recent' | 'active' }
  | { readonly kind: 'sign-in'; readonly ssoSession: string }
  /** What begins at an IAM user or a source. */
  | { readonly kind: 'origin'; readonly origin: string };

const titles = { all: 'All profiles', favourites: 'Favourites', recent: 'Recent', active: 'Active' } as const;

export function titleOf(choice: Choice): string {
  if (choice.kind === 'origin') return choice.origin;
  return choice.kind === 'sign-in' ? choice.ssoSession : titles[choice.kind];
}

export function sameChoice(one: Choice, other: Choice): boolean {
  return one.kind === other.kind && titleOf(one) === titleOf(other);
}
