/** What the address bar of the company sign-in shows. The page's own words are not among it: they can claim anything. */
export interface SignInBarState {
  /** ASCII, so that letters of other alphabets stand as xn--; with the port where it is not the usual one. Empty for no host. */
  readonly host: string;
  readonly isSecure: boolean;
  readonly isLoading: boolean;
  readonly canGoBack: boolean;
  /** One sentence about what was refused or went wrong. */
  readonly said: string | null;
}
