import type { AccountId, RoleArn } from './arn.ts';
import type { TemporaryCredentials } from './credentials/temporaryCredentials.ts';

/** What signs a call: long-term keys, or temporary ones with their session token. */
export interface SigningKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The device and the six digits it shows now; AWS takes each code once. */
export interface MfaCode {
  readonly serial: string;
  readonly code: string;
}

export interface SessionTag {
  readonly key: string;
  readonly value: string;
}

/** Common to every call of STS. */
interface StsRequest {
  /** Where STS is asked. */
  readonly region: string;
  /** Seconds, as sessionLimits.ts allows. */
  readonly durationSeconds: number;
}

/** What narrows the role: neither gives more than the role has. */
interface Narrowed {
  readonly policy: string | null;
  readonly policyArns: readonly string[];
}

export interface AssumeRoleRequest extends StsRequest, Narrowed {
  readonly credentials: SigningKeys;
  readonly roleArn: RoleArn;
  /** `[\w+=,.@-]{2,64}` */
  readonly sessionName: string;
  readonly externalId: string | null;
  readonly tags: readonly SessionTag[];
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity: string | null;
  readonly mfa: MfaCode | null;
}

export interface AssumeRoleWithSamlRequest extends StsRequest, Narrowed {
  readonly roleArn: RoleArn;
  /** The IAM SAML provider, in the role's account. */
  readonly providerArn: string;
  /** The SAML response as base64, as the identity provider posted it. */
  readonly assertion: string;
}

export interface AssumeRoleWithWebIdentityRequest extends StsRequest, Narrowed {
  readonly roleArn: RoleArn;
  readonly sessionName: string;
  /** The identity provider's JWT. */
  readonly token: string;
}

/** Temporary credentials with whom AWS takes them for. */
export interface IssuedSession {
  readonly credentials: TemporaryCredentials;
  /** ARN of the assumed role or federated user; null where AWS names none (GetSessionToken). */
  readonly arn: string | null;
}

/**
 * Every call is one attempt: retrying belongs to the domain.
 * @throws AppError offline, not-aws, throttled, aws-failed, denied; a refusal of AWS carries its words (`refusal`)
 */
export interface Sts {
  /** The ARN behind the credentials. Needs no permission. */
  getCallerIdentity(
    credentials: SigningKeys,
    region: string,
    signal?: AbortSignal,
  ): Promise<{ readonly arn: string; readonly accountId: AccountId }>;
  assumeRole(request: AssumeRoleRequest, signal?: AbortSignal): Promise<IssuedSession>;
  assumeRoleWithSaml(request: AssumeRoleWithSamlRequest, signal?: AbortSignal): Promise<IssuedSession>;
  assumeRoleWithWebIdentity(
    request: AssumeRoleWithWebIdentityRequest,
    signal?: AbortSignal,
  ): Promise<IssuedSession>;
  /** Long-term keys only. */
  getSessionToken(
    request: StsRequest & { readonly credentials: SigningKeys; readonly mfa: MfaCode | null },
    signal?: AbortSignal,
  ): Promise<IssuedSession>;
  /** Long-term keys only; without a policy the session may do nothing. */
  getFederationToken(
    request: StsRequest & {
      readonly credentials: SigningKeys;
      /** `[\w+=,.@-]{2,32}` */
      readonly name: string;
      readonly policy: string;
    },
    signal?: AbortSignal,
  ): Promise<IssuedSession>;
}
