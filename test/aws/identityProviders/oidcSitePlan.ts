/** How the provider behaves. A test changes it while it runs; what is issued next follows. */
export interface OidcSitePlan {
  /** How long an ID token lives, in seconds. Negative: it is over when it is issued. */
  idTokenSeconds: number;
  /** How long a device code lives, in seconds. */
  deviceSeconds: number;
  /** Seconds between two polls with a device code. */
  interval: number;
  /** Whether whoever asks for offline_access gets refresh tokens. */
  refreshTokens: boolean;
  /** Changes what an ID token says, before it is signed. */
  claims: (honest: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

export const defaultOidcPlan = (): OidcSitePlan => ({
  idTokenSeconds: 3600,
  deviceSeconds: 600,
  interval: 1,
  refreshTokens: true,
  claims: (honest) => honest,
});
