import type { SecretStore } from '../core/ports.ts';
import type { SecretStoreKind } from '../core/settings/settings.ts';

export interface ChosenSecretStore {
  readonly store: SecretStore;
  /** Until a home has kept its first secret the person may still choose another store. */
  choose(kind: SecretStoreKind): void;
}

export function createChosenSecretStore(
  first: SecretStoreKind,
  make: (kind: SecretStoreKind) => SecretStore,
): ChosenSecretStore {
  let current = make(first);
  return {
    choose(kind) {
      if (kind === current.kind) return;
      void current.close();
      current = make(kind);
    },
    store: {
      get kind() {
        return current.kind;
      },
      state: () => current.state(),
      read: (item) => current.read(item),
      write: (item, value) => current.write(item, value),
      remove: (item) => current.remove(item),
      unlock: (passphrase) => current.unlock(passphrase),
      close: () => current.close(),
    },
  };
}
