import { describe, expect, test } from 'vitest';
import { answerKeychain, type Keytar } from '../../../src-main/adapters/keychain/answerKeychain.ts';
import { createUnseenKeychain } from '../../../src-main/adapters/keychain/unseenKeychain.ts';

const place = { service: 'latchkey:home', item: 'corp' };
const lookout = createUnseenKeychain();

/** A keychain as keytar shows it on macOS and Windows. */
function givenKeytar(kept = new Map<string, string>()): Keytar {
  return {
    getPassword: (_, account) => Promise.resolve(kept.get(account) ?? null),
    setPassword: (_, account, password) => {
      kept.set(account, password);
      return Promise.resolve();
    },
    deletePassword: (_, account) => Promise.resolve(kept.delete(account)),
  };
}

describe("a keychain that only keytar's answers tell of", () => {
  test('keeps, finds and removes', async () => {
    const keytar = givenKeytar();
    const ask = (operation: 'read' | 'remove') => answerKeychain(keytar, lookout, { operation, ...place });
    expect(await ask('read')).toEqual({ state: 'absent' });
    const written = await answerKeychain(keytar, lookout, { operation: 'write', ...place, value: 'one' });
    expect(written).toEqual({ state: 'stored' });
    expect(await ask('read')).toEqual({ state: 'found', value: 'one' });
    expect(await ask('remove')).toEqual({ state: 'removed' });
    expect(await ask('remove')).toEqual({ state: 'removed' });
  });

  test('is locked when macOS may not ask', async () => {
    const error = new Error('User interaction is not allowed.');
    const keytar = { ...givenKeytar(), getPassword: () => Promise.reject(error) };
    expect(await answerKeychain(keytar, lookout, { operation: 'read', ...place })).toEqual({
      state: 'locked',
    });
  });

  test('is unavailable when it fails otherwise', async () => {
    const keytar = {
      ...givenKeytar(),
      getPassword: () => Promise.reject(new Error('The stub received bad data')),
    };
    expect(await answerKeychain(keytar, lookout, { operation: 'read', ...place })).toMatchObject({
      state: 'unavailable',
    });
  });

  test('is not believed to have stored or removed what it did not', async () => {
    const lying = {
      getPassword: () => Promise.resolve('old'),
      setPassword: () => Promise.resolve(),
      deletePassword: () => Promise.resolve(true),
    };
    const written = await answerKeychain(lying, lookout, { operation: 'write', ...place, value: 'new' });
    expect(written.state).toBe('broken');
    expect((await answerKeychain(lying, lookout, { operation: 'remove', ...place })).state).toBe('broken');
  });
});

test('an item that the keychain names and keytar does not give is not read as absent', async () => {
  const named = { ...lookout, look: () => Promise.resolve({ here: true, locked: false }) };
  const answer = await answerKeychain(givenKeytar(), named, { operation: 'read', ...place });
  expect(answer.state).toBe('broken');
});
