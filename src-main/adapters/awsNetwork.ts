/** How AWS is reached from here: from the settings, or, in a test home, from its environment. */
export interface AwsNetwork {
  readonly endpoints: {
    readonly ssoOidc: string | null;
    readonly sso: string | null;
    readonly sts: string | null;
    readonly iam: string | null;
    readonly signin: string | null;
  };
  readonly proxy: string | null;
  readonly noProxy: string | null;
  readonly caBundle: string | null;
}
