import type { TemporaryCredentials } from './credentials/temporaryCredentials.ts';
import type { AccountId } from './arn.ts';

/** Programs and files that a person named, in whose place a person would type or paste. */
export interface Programs {
  /**
   * Runs a program without a shell and without any AWS_* variable.
   * @returns its standard output, at most 1 MB
   * @throws AppError federation-refused when it cannot be started, ends with another status than 0, or takes too long
   *   (2 minutes); its output never stands in the message
   */
  run(command: readonly string[], signal: AbortSignal): Promise<string>;
  /** Text of a file of at most 1 MB, such as a mounted token. @throws AppError federation-refused */
  readText(path: string, signal: AbortSignal): Promise<string>;
}

/** A provider of OpenID Connect as far as a native application without a secret of its own talks to it. */
export interface OidcClient {
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
}

export interface IdentityToken {
  /** The JWT that AWS is shown. */
  readonly idToken: string;
  /** Epoch milliseconds of its `exp`. */
  readonly expiresAt: number;
  readonly refreshToken: string | null;
  /** `email`, `preferred_username` or `sub`, for a person to see who signed in. */
  readonly signedInAs: string | null;
}

/** What a person must see or do while they sign in. */
export interface OidcPrompt {
  /** Null in the PKCE flow. */
  readonly userCode: string | null;
  readonly link: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** @throws AppError federation-refused, sign-in-denied, sign-in-expired, sign-in-needed (a refresh refused), offline */
export interface OpenIdConnect {
  /** `ask` shows the page to the person; resolves once they signed in there. */
  signIn(
    client: OidcClient,
    flow: 'device' | 'pkce',
    ask: (prompt: OidcPrompt) => void,
    signal: AbortSignal,
  ): Promise<IdentityToken>;
  refresh(client: OidcClient, refreshToken: string, signal: AbortSignal): Promise<IdentityToken>;
}

/** The EC2 metadata of this machine by IMDSv2. @throws AppError federation-refused where there is none */
export interface InstanceMetadata {
  role(signal: AbortSignal): Promise<{
    readonly accountId: AccountId;
    readonly roleName: string;
    readonly region: string;
  }>;
  credentials(roleName: string, signal: AbortSignal): Promise<TemporaryCredentials>;
}

/** What a SAML response offers. AWS alone checks its signature: nothing here may be trusted further than to ask AWS. */
export interface SamlOffer {
  readonly roles: readonly { readonly roleArn: string; readonly providerArn: string }[];
  /** Seconds of the SessionDuration attribute. */
  readonly sessionDuration: number | null;
  /** Epoch milliseconds after which AWS refuses it; null where it does not say. */
  readonly notOnOrAfter: number | null;
  /** Epoch milliseconds; AWS gives no session beyond it. */
  readonly sessionNotOnOrAfter: number | null;
  /** RoleSessionName, which CloudTrail shows. */
  readonly sessionName: string | null;
}

/**
 * Reads a SAML response (base64 of XML). No DTD, no entities, at most 100,000 characters.
 * @throws AppError federation-refused with a sentence that quotes nothing of it
 */
export type ReadSamlResponse = (assertion: string) => Promise<SamlOffer>;
