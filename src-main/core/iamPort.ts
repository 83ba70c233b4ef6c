import type { SigningKeys } from './stsPort.ts';

export interface AccessKeyListing {
  readonly keyId: string;
  readonly active: boolean;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** Who asks IAM for what is the user's own. IAM is global: `region` says the partition. */
export interface IamRequest {
  readonly credentials: SigningKeys;
  readonly region: string;
  /** IAM wants it said where a session asks instead of the user's own keys. */
  readonly userName: string;
}

/**
 * IAM as far as a user may manage what is their own. Every call is one attempt.
 * @throws AppError offline, not-aws, throttled, aws-failed, denied; a refusal of AWS carries its words (`refusal`),
 *   such as LimitExceeded for a third key
 */
export interface Iam {
  /** Serials of the user's devices. */
  listMfaDevices(request: IamRequest, signal?: AbortSignal): Promise<readonly string[]>;
  /** At most two: inactive ones count. */
  listAccessKeys(request: IamRequest, signal?: AbortSignal): Promise<readonly AccessKeyListing[]>;
  /** AWS shows the secret this once. */
  createAccessKey(
    request: IamRequest,
    signal?: AbortSignal,
  ): Promise<{ readonly keyId: string; readonly secretAccessKey: string }>;
  deactivateAccessKey(request: IamRequest & { readonly keyId: string }, signal?: AbortSignal): Promise<void>;
}
