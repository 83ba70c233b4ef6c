import type { SecretStore } from '../core/ports.ts';

/** Secrets that end with this process: for machines without a keychain, and for tests. */
export function createMemorySecrets(): SecretStore {
  const values = new Map<string, string>();
  return {
    kind: 'memory',
    state: () => Promise.resolve({ state: 'ready' }),
    read: (item) => {
      const value = values.get(item);
      return Promise.resolve(value === undefined ? { state: 'absent' } : { state: 'found', value });
    },
    write: (item, value) => {
      values.set(item, value);
      return Promise.resolve({ state: 'stored' });
    },
    remove: (item) => {
      values.delete(item);
      return Promise.resolve({ state: 'removed' });
    },
    unlock: () => Promise.resolve({ state: 'ready' }),
    close: () => {
      values.clear();
      return Promise.resolve();
    },
  };
}
