import type { SecretStore } from '../core/ports.ts';
import type { SecretStoreKind } from '../core/settings/settings.ts';
import { createKeychain, type KeychainOptions } from './keychain/keychain.ts';
import { createMemorySecrets } from './memorySecrets.ts';
import { createPassphraseFile } from './passphraseFile.ts';

export interface SecretStoreOptions extends KeychainOptions {
  /** Absolute path of the encrypted file, which only the kind `file` makes. */
  readonly passphraseFile: string;
}

/** Windows' Credential Manager takes 2,560 bytes an item; the other keychains have no limit that matters. */
const platformChunkBytes = process.platform === 'win32' ? 2_000 : undefined;

/** The one store that a home has chosen. There is no falling back from one to another: that would spread secrets. */
export function createSecretStore(kind: SecretStoreKind, options: SecretStoreOptions): SecretStore {
  switch (kind) {
    case 'keychain':
      return createKeychain({ ...options, chunkBytes: options.chunkBytes ?? platformChunkBytes });
    case 'memory':
      return createMemorySecrets();
    case 'file':
      return createPassphraseFile(options.passphraseFile);
  }
}
