import { expect, test } from 'vitest';
import { createSecretStore } from '../../src-main/adapters/createSecretStore.ts';
import { systemClock } from '../../src-main/adapters/systemClock.ts';
import { secretStoreKind } from '../../src-main/core/settings/settings.ts';

const options = {
  homeId: 'home',
  childPath: '/nowhere/keychainChild.js',
  clock: systemClock,
  passphraseFile: '/nowhere/secrets',
};

test('a home gets the store that it chose', () => {
  for (const kind of secretStoreKind.options) expect(createSecretStore(kind, options).kind).toBe(kind);
});

test('secrets in memory are found until the store is closed', async () => {
  const store = createSecretStore('memory', options);
  expect(await store.state()).toEqual({ state: 'ready' });
  expect(await store.read('corp')).toEqual({ state: 'absent' });
  expect(await store.write('corp', 'one')).toEqual({ state: 'stored' });
  expect(await store.read('corp')).toEqual({ state: 'found', value: 'one' });
  expect(await store.remove('corp')).toEqual({ state: 'removed' });
  expect(await store.read('corp')).toEqual({ state: 'absent' });
  await store.write('corp', 'two');
  await store.close();
  expect(await store.read('corp')).toEqual({ state: 'absent' });
});
