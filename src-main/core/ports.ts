/**
 * What the domain asks of the outside world. Adapters implement these; core never imports an adapter.
 */
import type { AccountId } from './arn.ts';
import type { TemporaryCredentials } from './credentials/temporaryCredentials.ts';
import type { SecretStoreKind, Settings } from './settings/settings.ts';
import type { ClientRegistration, DeviceAuthorization, SignInFlow, SsoPlace } from './sso/ssoSession.ts';

export type * from './awsCliPort.ts';
export type * from './federationPorts.ts';
export type * from './iamPort.ts';
export type * from './memoryPort.ts';
export type * from './stsPort.ts';

/** The only source of time. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /**
   * Resolves once `now()` has moved on by `milliseconds`; a laptop's sleep counts.
   * @throws the signal's reason when aborted
   */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Named fields only, from the logger's allow-list: an object cannot reach the log. */
export interface Log {
  write(event: string, fields?: Readonly<Record<string, string | number | boolean | null>>): void;
}

/** `absent` is said only when the store was open and looked: a locked keychain is never "signed out". */
export type SecretRead =
  { readonly state: 'found'; readonly value: string } | { readonly state: 'absent' } | SecretTrouble;

export type SecretTrouble =
  /** `reason` is a sentence. */
  { readonly state: 'locked' } | { readonly state: 'unavailable'; readonly reason: string };

export interface SecretStore {
  readonly kind: SecretStoreKind;
  /** Whether the store could answer now; asks nobody to unlock it. */
  state(): Promise<{ readonly state: 'ready' } | SecretTrouble>;
  read(item: string): Promise<SecretRead>;
  /** `stored` only after the value was read back. Until then the value stored before stays readable. */
  write(item: string, value: string): Promise<{ readonly state: 'stored' } | SecretTrouble>;
  /** `removed` only after the item was looked for again and not found. */
  remove(item: string): Promise<{ readonly state: 'removed' } | SecretTrouble>;
  /**
   * Opens a locked store: the passphrase of the file store, or, for the keychain (no passphrase), the
   * desktop's own unlock dialog. Only ever called because a person asked for it.
   */
  unlock(passphrase?: string): Promise<{ readonly state: 'ready' } | SecretTrouble>;
  close(): Promise<void>;
}

/** A page of a listing; `next` is absent on the last one. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next?: string;
}

export interface AccountAnswer {
  readonly accountId: AccountId;
  /** AWS may leave the name out. */
  readonly accountName: string | null;
}

/** What CreateToken answers. Waiting is an answer, not an error. */
export type TokenAnswer =
  | { readonly state: 'pending' }
  | { readonly state: 'slow-down' }
  | {
      readonly state: 'token';
      readonly accessToken: string;
      /** Epoch milliseconds. */
      readonly expiresAt: number;
      /** Absent when AWS gave none; a refresh answer without one leaves the old one in force. */
      readonly refreshToken: string | null;
    };

export type TokenGrant =
  | { readonly kind: 'device'; readonly deviceCode: string }
  | {
      readonly kind: 'code';
      readonly code: string;
      readonly redirectUri: string;
      readonly codeVerifier: string;
    }
  | { readonly kind: 'refresh'; readonly refreshToken: string };

/**
 * IAM Identity Center: SSO OIDC and the portal of one SsoSession's region.
 * Every call is one attempt: retrying and pacing belong to the domain.
 * @throws AppError offline, not-aws, throttled, aws-failed, sign-in-needed (401 of the portal, InvalidGrant),
 *   denied (403), sign-in-denied, sign-in-expired, bad-input (wrong start URL)
 */
export interface IdentityCenter {
  registerClient(place: SsoPlace, flow: SignInFlow, signal?: AbortSignal): Promise<ClientRegistration>;
  startDeviceAuthorization(
    place: SsoPlace,
    registration: ClientRegistration,
    signal?: AbortSignal,
  ): Promise<DeviceAuthorization>;
  createToken(
    place: SsoPlace,
    registration: ClientRegistration,
    grant: TokenGrant,
    signal?: AbortSignal,
  ): Promise<TokenAnswer>;
  /** The page of the authorization-code flow, for a browser. */
  authorizeUrl(
    place: SsoPlace,
    registration: ClientRegistration,
    request: { readonly redirectUri: string; readonly state: string; readonly codeChallenge: string },
  ): string;
  listAccounts(
    place: SsoPlace,
    accessToken: string,
    next?: string,
    signal?: AbortSignal,
  ): Promise<Page<AccountAnswer>>;
  listAccountRoles(
    place: SsoPlace,
    accessToken: string,
    accountId: AccountId,
    next?: string,
    signal?: AbortSignal,
  ): Promise<Page<string>>;
  getRoleCredentials(
    place: SsoPlace,
    accessToken: string,
    role: { readonly accountId: AccountId; readonly roleName: string },
    signal?: AbortSignal,
  ): Promise<TemporaryCredentials>;
  /** Ends the sign-in at AWS. */
  logout(place: SsoPlace, accessToken: string, signal?: AbortSignal): Promise<void>;
  /** Where tokens of this place go, such as `https://oidc.eu-west-1.amazonaws.com`; never another than they came from. */
  origin(place: SsoPlace): string;
}

export interface ConsoleFederation {
  /**
   * Trades credentials for a link that signs a browser in to the console. The link is a secret for 15 minutes.
   * @throws AppError denied (AWS gives no reason), offline, not-aws
   */
  consoleLink(request: {
    readonly credentials: TemporaryCredentials;
    readonly region: string;
    /** Seconds, 900 to 43,200. Left out for chained credentials, where AWS refuses it. */
    readonly durationSeconds?: number;
    /** A page of the partition's console. */
    readonly destination: string;
    /** Where the browser goes when the console session ends. */
    readonly issuer: string;
    readonly signal?: AbortSignal;
  }): Promise<string>;
}

/** The listener of the authorization-code flow: bound on 127.0.0.1 before a browser opens. */
export interface CallbackListener {
  readonly redirectUri: string;
  /** The code of the one request that carries the right state; wrong ones are ignored. */
  code(signal: AbortSignal): Promise<string>;
  close(): Promise<void>;
}

export interface CallbackListeners {
  listen(state: string): Promise<CallbackListener>;
}

/** Randomness, so that tests can hold it still. */
export interface Random {
  /** `bytes` random bytes, base64url without padding. */
  token(bytes: number): string;
}

/** SHA-256 of UTF-8 text. */
export type Sha256 = (text: string) => { readonly hex: string; readonly base64url: string };

/** `keys`: nobody but the owner may read the file. `settings`: it keeps its mode, but others may not write it. */
export type Privacy = 'keys' | 'settings';

export interface FileEdit {
  readonly before: string;
  readonly after: string;
}

/** The shared AWS files. Text is one character a byte (latin1), so that nothing we do not own can change. */
export interface SharedFiles {
  /** `undefined` when there is no such file. @throws AppError file-unreadable */
  read(path: string): Promise<string | undefined>;
  /**
   * Read, change and replace under a lock, atomically; `change` may run again when somebody else wrote meanwhile.
   * Returning its input unchanged writes nothing.
   * @throws AppError file-unreadable, file-unwritable, and whatever `change` throws
   */
  edit(path: string, change: (text: string) => string, privacy: Privacy): Promise<FileEdit>;
  /** Whether `path` could be read and replaced now. @throws AppError file-unreadable, file-unwritable */
  check(path: string): Promise<void>;
  /** Keeps a copy for 7 days, 0600, at most one a day and file; `text` has no section of ours in it. */
  backUp(path: string, text: string): Promise<void>;
  /** Removes what killed processes of ours left beside `path`. */
  sweep(path: string): Promise<void>;
}

/** The settings of this home. */
export interface SettingsStore {
  get(): Settings;
  /** @throws AppError bad-input when the result would not be valid settings */
  change(edit: (settings: Settings) => Settings): void;
  /** What the person must be told about the file, such as that it was damaged and set aside. */
  notices(): readonly string[];
}

/** Files of other tools and of a team: read, never written. */
export interface ImportFiles {
  /** Absolute paths, the likeliest first. */
  places(tool: 'leapp' | 'granted' | 'aws-sso-cli'): readonly string[];
  isThere(path: string): Promise<boolean>;
  /**
   * `undefined` when there is no such file. `latin1`: one character a byte, as the AWS files are read.
   * @throws AppError file-unreadable, and file-invalid above 1 MB, before any of it is read
   */
  read(path: string, letters?: 'utf8' | 'latin1'): Promise<string | undefined>;
  /** Leapp’s file, opened with the id of this machine. @throws AppError also file-invalid where that does not open it */
  readLeapp(path: string): Promise<string | undefined>;
}

/** Whether a host answers at all, for the doctor. */
export interface Reach {
  /**
   * Asks `url` without any secret.
   * @returns the server's time (epoch milliseconds), or null when it sent none
   * @throws AppError offline, not-aws
   */
  serverTime(url: string, signal: AbortSignal): Promise<number | null>;
}

/** The file behind the journal: lines, 0600. */
export interface JournalFile {
  append(lines: string): Promise<void>;
  /** Lines, the oldest first. */
  read(): Promise<readonly string[]>;
  /** Puts these in the place of all. */
  replace(lines: readonly string[]): Promise<void>;
}

/** Where a container credential endpoint listens. */
export type EndpointPlace =
  /** The one server on 127.0.0.1 that all of these share; `id` and `port` are those of one that was there before. */
  | { readonly kind: 'shared'; readonly port?: number | undefined; readonly id?: string | undefined }
  | { readonly kind: 'port'; readonly port: number }
  | { readonly kind: 'socket'; readonly path: string };

export type EndpointAnswer =
  | {
      readonly state: 'keys';
      readonly credentials: TemporaryCredentials;
      readonly accountId: string;
    }
  /** `code` and `message` are what SDKs show. */
  | {
      readonly state: 'refused';
      readonly status: 403 | 503;
      readonly code: string;
      readonly message: string;
    };

/** Container credential endpoints (security.md 5.3): each path gives one profile, to whoever has its token. */
export interface Endpoints {
  /**
   * Listens; the server ends with the last that is open on it.
   * @throws AppError bad-input when the port or the path is taken or not to be used
   */
  open(endpoint: {
    readonly place: EndpointPlace;
    readonly token: string;
    /** From memory, within a second: SDKs do not wait longer. What takes longer goes on, and is `NotReady` meanwhile. */
    readonly answer: (asker: EndpointAsker) => Promise<EndpointAnswer>;
    /** Wrong tokens come in numbers where this one listens; told once a minute at most. */
    readonly alarm: () => void;
  }): Promise<OpenEndpoint>;
}

export interface EndpointAsker {
  /** Looks for the program at the other end, which takes a moment; null where the system does not tell. */
  readonly program: () => Promise<{ readonly pid: number; readonly executable: string } | null>;
}

export interface OpenEndpoint {
  /** `http://127.0.0.1:PORT/v1/ID`, or the path alone at a socket. */
  readonly uri: string;
  /** Comes back when nothing can be asked of it any more. */
  close(): Promise<void>;
}
