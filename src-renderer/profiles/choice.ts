/** Which profiles are shown. */
export type Choice =
  | { readonly kind: 'all' | 'favourites' | 'recent' | 'active' | 'hidden' }
  | { readonly kind: 'sign-in'; readonly ssoSession: string }
  /** What begins at an IAM user or a source. */
  | { readonly kind: 'origin'; readonly origin: string }
  /** What a sync added, by profile id. */
  | { readonly kind: 'added'; readonly ssoSession: string; readonly ids: ReadonlySet<string> };

const titles = {
  all: 'All profiles',
  favourites: 'Favourites',
  recent: 'Recent',
  active: 'Active',
  hidden: 'Hidden',
} as const;

export function titleOf(choice: Choice): string {
  if (choice.kind === 'origin') return choice.origin;
  if (choice.kind === 'added') return `New in ${choice.ssoSession}`;
  return choice.kind === 'sign-in' ? choice.ssoSession : titles[choice.kind];
}

export function sameChoice(one: Choice, other: Choice): boolean {
  return one.kind === other.kind && titleOf(one) === titleOf(other);
}
