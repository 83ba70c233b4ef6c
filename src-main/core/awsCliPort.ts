import type { SsoSession } from './sso/ssoSession.ts';

/** A sign-in that the AWS CLI made and renews. */
export interface AwsCliSignIn {
  readonly accessToken: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** The AWS CLI's own cache of sign-ins: read, never written. */
export interface AwsCliSignIns {
  /**
   * The one of this start URL and region that lasts longest, be it over. Undefined where there is none that can be
   * read as the person's own. Never fails.
   */
  read(place: SsoSession): Promise<AwsCliSignIn | undefined>;
}
