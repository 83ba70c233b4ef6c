import type { LiveView } from '../../src-main/contract.ts';

const stores = { keychain: 'Keychain', memory: 'Secrets in memory only', file: 'Encrypted file' } as const;

/** Where the secrets are and whether they can be read. */
export function secretsWords({ store, state }: LiveView['secrets']): string {
  if (state === 'ready') return store === 'memory' ? stores.memory : `${stores[store]}: unlocked`;
  return `${stores[store]}: ${state === 'locked' ? 'locked' : 'not available'}`;
}
