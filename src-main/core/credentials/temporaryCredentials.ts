/** What STS and Identity Center hand out: always three parts and an end. */
export interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Epoch milliseconds. */
  readonly expiration: number;
}

/** Everything that yields credentials has this type: one file a source, composed into chains, cached by a decorator. */
export type CredentialSource = (signal: AbortSignal) => Promise<TemporaryCredentials>;
