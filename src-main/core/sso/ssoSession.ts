import { z } from 'zod';

/** How a person proves who they are: a code compared in the browser, or a redirect back to 127.0.0.1 (PKCE). */
export const signInFlow = z.enum(['device', 'pkce']);
export type SignInFlow = z.infer<typeof signInFlow>;

/** The scope that makes AWS hand out refresh tokens; without it a token lives 8 hours and cannot be renewed. */
export const accountAccessScope = 'sso:account:access';

export const regionName = z
  .string()
  .regex(/^[a-z]{2,5}(-[a-z]+)+-\d{1,2}$/, { error: 'The region must be like eu-west-1.' });

/**
 * A named IAM Identity Center sign-in place, `[sso-session]` in ~/.aws/config.
 * Names are plain words because SDKs drop others (a space, unquoted, is lost by botocore and JS).
 */
export const ssoSession = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,63}$/, {
    error:
      'The name of a sign-in is up to 64 letters, digits and _ . @ + -, beginning with a letter, a digit or _.',
  }),
  startUrl: z
    .url({ protocol: /^https$/, error: 'The start URL must be like https://NAME.awsapps.com/start.' })
    .max(2048),
  region: regionName,
  flow: signInFlow.default('device'),
});
export type SsoSession = z.infer<typeof ssoSession>;

/** Where the calls of a sign-in go. */
export type SsoPlace = Pick<SsoSession, 'startUrl' | 'region'>;

/** The public OIDC client of this install in one region. Its secret lives about 90 days: read, never assumed. */
export const clientRegistration = z.strictObject({
  clientId: z.string(),
  clientSecret: z.string(),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
  flow: signInFlow,
  region: z.string(),
  /** AWS binds a PKCE client to its start URL (issuerUrl). */
  startUrl: z.string(),
  /** Where it was issued. */
  origin: z.string(),
});
export type ClientRegistration = z.infer<typeof clientRegistration>;

export interface DeviceAuthorization {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly verificationUriComplete: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** Seconds between polls; 5 when AWS names none. */
  readonly interval: number;
}

/** Access token, refresh token and registration of one SsoSession, kept together: AWS binds them to each other. */
export const ssoToken = z.strictObject({
  version: z.literal(1),
  accessToken: z.string(),
  /** Epoch milliseconds of the access token; the sign-in itself ends when AWS says so. */
  expiresAt: z.number(),
  refreshToken: z.string().nullable(),
  /** Null for a sign-in taken from the AWS CLI: it is neither renewed nor ended at AWS by us. */
  registration: clientRegistration.nullable(),
  startUrl: z.string(),
  region: z.string(),
  /** Where the token came from: it is sent nowhere else. */
  origin: z.string(),
});
export type SsoToken = z.infer<typeof ssoToken>;
