import type { SecretRead } from '../../core/ports.ts';

/** What the parent asks of the keychain's process. `service` and `item` are keytar's service and account. */
export type KeychainRequest =
  | { readonly operation: 'state' | 'unlock'; readonly service: string }
  | { readonly operation: 'read' | 'remove'; readonly service: string; readonly item: string }
  | { readonly operation: 'write'; readonly service: string; readonly item: string; readonly value: string };

export type KeychainAnswer =
  | SecretRead
  | { readonly state: 'ready' | 'stored' | 'removed' }
  /** The desktop has a keychain, but no keyring to put items in has been made yet. */
  | { readonly state: 'unset' }
  /** keytar failed where the keychain said it would not: a fresh process may do better. */
  | { readonly state: 'broken'; readonly reason: string };

export interface NumberedRequest {
  readonly number: number;
  readonly request: KeychainRequest;
}

export interface NumberedAnswer {
  readonly number: number;
  readonly answer: KeychainAnswer;
}
