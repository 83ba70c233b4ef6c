import type { KeychainAnswer } from './keychainMessages.ts';

/** What can be learned about the keychain without a prompt and without keytar, whose null says too little. */
export interface Lookout {
  /** @throws AppError secrets-unavailable */
  look(
    service: string,
    item: string,
  ): Promise<{
    /** `undefined` where nobody but keytar can say. */
    readonly here: boolean | undefined;
    /** Something is locked that may be, or hide, the item. */
    readonly locked: boolean;
  }>;
  /** Whether new items can be written. @throws AppError secrets-unavailable */
  place(): Promise<'ready' | 'locked' | 'unset'>;
  /** Raises the desktop's own dialog and waits for the person; `place` knows how it went. */
  unlock(service: string): Promise<void>;
  /** What an error of keytar means here. */
  failed(error: unknown): KeychainAnswer;
}
