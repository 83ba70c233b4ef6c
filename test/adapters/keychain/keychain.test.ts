import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { connectDbus, messageBus } from '../../../src-main/adapters/keychain/dbusConnection.ts';
import { createKeychain, type KeychainOptions } from '../../../src-main/adapters/keychain/keychain.ts';
import { forkChild, type ChildTransport } from '../../../src-main/adapters/keychain/keychainProcess.ts';
import { systemClock } from '../../../src-main/adapters/systemClock.ts';
import type { Clock, SecretRead, SecretStore } from '../../../src-main/core/ports.ts';
import { buildKeychainChild, type BuiltChild } from '../../support/keychainChild.ts';
import { startKeyring, type Keyring, type KeyringOptions } from '../../support/keyring.ts';

let child: BuiltChild;
const open: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  child = await buildKeychainChild();
});
afterAll(() => {
  child.remove();
});
afterEach(async () => {
  for (const started of open.splice(0).reverse()) await started.stop();
});

async function givenKeyring(options?: KeyringOptions): Promise<Keyring> {
  const keyring = await startKeyring(options);
  open.push(keyring);
  return keyring;
}

function givenKeychain(environment: NodeJS.ProcessEnv, options: Partial<KeychainOptions> = {}): SecretStore {
  const homeId = options.homeId ?? 'home-1';
  const given = { homeId, childPath: child.path, clock: systemClock, environment, ...options };
  const keychain = createKeychain(given);
  open.push({ stop: () => keychain.close() });
  return keychain;
}

async function given(options?: KeyringOptions): Promise<{ keyring: Keyring; keychain: SecretStore }> {
  const keyring = await givenKeyring(options);
  return { keyring, keychain: givenKeychain({ ...keyring.environment }) };
}

/** The desktop's dialogs go to somebody who never answers. */
async function takeDialogs(keyring: Keyring): Promise<void> {
  const bus = await connectDbus(keyring.environment.DBUS_SESSION_BUS_ADDRESS);
  const values = ['org.gnome.keyring.SystemPrompter', 0];
  await bus.call({ ...messageBus, member: 'RequestName', signature: 'su', values });
  open.push({
    stop: () => {
      bus.close();
      return Promise.resolve();
    },
  });
}

const unavailable = (reason: RegExp) => ({
  state: 'unavailable',
  reason: expect.stringMatching(reason) as unknown,
});

describe('an open keyring', () => {
  test('keeps a secret that other programs find under the name of the home', async () => {
    const { keyring, keychain } = await given();
    expect(await keychain.state()).toEqual({ state: 'ready' });
    expect(await keychain.read('corp')).toEqual({ state: 'absent' });
    expect(await keychain.write('corp', '{"token":"ä"}')).toEqual({ state: 'stored' });
    expect(await keychain.read('corp')).toEqual({ state: 'found', value: '{"token":"ä"}' });
    expect(await keyring.lookup('latchkey:home-1', 'corp')).toBe('{"token":"ä"}');
  });

  test('forgets a removed secret, and removing one that is not there is no failure', async () => {
    const { keyring, keychain } = await given();
    await keychain.write('corp', 'one');
    expect(await keychain.remove('corp')).toEqual({ state: 'removed' });
    expect(await keychain.remove('corp')).toEqual({ state: 'removed' });
    expect(await keychain.read('corp')).toEqual({ state: 'absent' });
    expect(await keyring.lookup('latchkey:home-1', 'corp')).toBeUndefined();
  });

  test('keeps the secrets of two homes apart', async () => {
    const { keyring, keychain } = await given();
    const other = givenKeychain({ ...keyring.environment }, { homeId: 'home-2' });
    await keychain.write('corp', 'one');
    expect(await other.read('corp')).toEqual({ state: 'absent' });
    await other.write('corp', 'two');
    expect(await other.remove('corp')).toEqual({ state: 'removed' });
    expect(await keychain.read('corp')).toEqual({ state: 'found', value: 'one' });
  });

  test('keeps a long secret in pieces where items are short', async () => {
    const { keyring } = await given();
    const keychain = givenKeychain({ ...keyring.environment }, { chunkBytes: 2000 });
    const value = JSON.stringify({ token: randomBytes(6000).toString('hex') });
    expect(await keychain.write('corp', value)).toEqual({ state: 'stored' });
    expect(await keychain.read('corp')).toEqual({ state: 'found', value });
    expect(await keychain.remove('corp')).toEqual({ state: 'removed' });
    expect(await keyring.lookup('latchkey:home-1', 'corp#1.0')).toBeUndefined();
  });

  test('refuses what keytar would cut or not take', async () => {
    const { keychain } = await given();
    await expect(keychain.write('corp', '')).rejects.toMatchObject({ code: 'internal' });
    await expect(keychain.write('corp', 'a\0b')).rejects.toMatchObject({ code: 'internal' });
  });

  test('is not disturbed by an item of ours without an account, which ends keytar elsewhere', async () => {
    const { keyring, keychain } = await given();
    await keyring.store(
      { service: 'latchkey:home-1', 'xdg:schema': 'org.freedesktop.Secret.Generic' },
      'odd',
    );
    expect(await keychain.read('corp')).toEqual({ state: 'absent' });
    expect(await keychain.write('corp', 'one')).toEqual({ state: 'stored' });
    expect(await keychain.unlock()).toEqual({ state: 'ready' });
    expect(await keychain.remove('corp')).toEqual({ state: 'removed' });
  });

  test('tells fifty random steps as a model does, across locking, restarts and deaths', async () => {
    const keyring = await givenKeyring();
    const fork = forkChild(child.path, { ...keyring.environment });
    let process: ChildTransport | undefined;
    const keychain = givenKeychain({}, { startChild: () => (process = fork()) });
    const model = new Map<string, string>();
    const pick = <Choice>(choices: readonly Choice[]) => choices[Math.floor(Math.random() * choices.length)]!;
    const said: string[] = [];
    for (let step = 0; step < 50; step += 1) {
      const item = pick(['a', 'b', 'c']);
      const action = pick(['read', 'read', 'write', 'write', 'remove', 'lock', 'restart', 'die'] as const);
      said.push(`${action} ${item}`);
      if (action === 'write') {
        const value = randomBytes(pick([1, 40, 3000])).toString('hex');
        expect(await keychain.write(item, value), said.join()).toEqual({ state: 'stored' });
        model.set(item, value);
      } else if (action === 'remove') {
        expect(await keychain.remove(item), said.join()).toEqual({ state: 'removed' });
        model.delete(item);
      } else if (action === 'lock') {
        await keyring.lock();
        expect(await keychain.read(item), said.join()).toEqual({ state: 'locked' });
        await keyring.unlock();
      } else if (action === 'die') {
        process?.kill();
      } else if (action === 'restart') {
        await keyring.kill();
        await keyring.restart();
      } else {
        const value = model.get(item);
        const expected: SecretRead = value === undefined ? { state: 'absent' } : { state: 'found', value };
        expect(await keychain.read(item), said.join()).toEqual(expected);
      }
    }
  });
});

describe('a locked keyring', () => {
  test('is not read as signed out, and nothing asks the person', async () => {
    const { keyring, keychain } = await given();
    await keychain.write('corp', 'one');
    await keyring.lock();
    expect(await keychain.state()).toEqual({ state: 'locked' });
    expect(await keychain.read('corp')).toEqual({ state: 'locked' });
    expect(await keychain.read('never written')).toEqual({ state: 'locked' });
    expect(await keychain.write('corp', 'two')).toEqual({ state: 'locked' });
    await keyring.unlock();
    expect(await keychain.read('corp')).toEqual({ state: 'found', value: 'one' });
  });

  test('reports that nothing was removed; opened, the item can be removed', async () => {
    const { keyring, keychain } = await given();
    await keychain.write('corp', 'one');
    await keyring.lock();
    expect(await keychain.remove('corp')).toEqual({ state: 'locked' });
    await keyring.unlock();
    expect(await keyring.lookup('latchkey:home-1', 'corp')).toBe('one');
    expect(await keychain.remove('corp')).toEqual({ state: 'removed' });
    expect(await keyring.lookup('latchkey:home-1', 'corp')).toBeUndefined();
  });

  test('whose dialog nobody answers holds nothing up, and stays locked in the end', async () => {
    const { keyring } = await given();
    await takeDialogs(keyring);
    let giveUp: (() => void) | undefined;
    const clock: Clock = {
      ...systemClock,
      sleep: (milliseconds, signal) =>
        milliseconds < 120_000
          ? systemClock.sleep(milliseconds, signal)
          : new Promise((resolve) => (giveUp = resolve)),
    };
    const keychain = givenKeychain({ ...keyring.environment }, { clock });
    await keychain.write('corp', 'one');
    await keyring.lock();
    const unlocking = keychain.unlock();
    const again = keychain.unlock();
    await vi.waitUntil(() => giveUp);
    for (let call = 0; call < 10; call += 1) expect(await keychain.read('corp')).toEqual({ state: 'locked' });
    giveUp?.();
    expect(await unlocking).toEqual({ state: 'locked' });
    expect(await again).toEqual({ state: 'locked' });
    await keyring.unlock();
    expect(await keychain.read('corp')).toEqual({ state: 'found', value: 'one' });
  });

  test('stays locked when its dialog cannot be shown', async () => {
    const { keyring, keychain } = await given();
    await keyring.lock();
    expect(await keychain.unlock()).toEqual({ state: 'locked' });
    expect(await keychain.state()).toEqual({ state: 'locked' });
  });
});

describe('no keychain', () => {
  test('a login without a session bus is unavailable, in words', async () => {
    const keychain = givenKeychain({ HOME: '/nowhere' });
    expect(await keychain.state()).toEqual(unavailable(/no D-Bus session bus/));
    expect(await keychain.read('corp')).toEqual(unavailable(/no D-Bus session bus/));
    expect(await keychain.write('corp', 'one')).toEqual(unavailable(/no D-Bus session bus/));
    expect(await keychain.remove('corp')).toEqual(unavailable(/no D-Bus session bus/));
    expect(await keychain.unlock()).toEqual(unavailable(/no D-Bus session bus/));
  });

  test('a bus without a Secret Service is unavailable, in words', async () => {
    const { keychain } = await given({ secretService: false });
    expect(await keychain.state()).toEqual(unavailable(/no keychain on this desktop/));
    expect(await keychain.read('corp')).toEqual(unavailable(/no keychain on this desktop/));
  });

  test('a keychain that the bus can start is started by asking', async () => {
    const activates = '/usr/bin/gnome-keyring-daemon --foreground --components=secrets';
    const { keychain } = await given({ secretService: false, activates });
    expect(await keychain.read('corp')).toEqual({ state: 'absent' });
  });

  test('a keychain that the bus cannot start is unavailable, in words', async () => {
    const { keychain } = await given({ secretService: false, activates: '/bin/false' });
    expect(await keychain.read('corp')).toEqual(unavailable(/no keychain on this desktop/));
  });

  test('the bus in XDG_RUNTIME_DIR is found without its address', async () => {
    const keyring = await givenKeyring();
    const { HOME, XDG_RUNTIME_DIR } = keyring.environment;
    const keychain = givenKeychain({ HOME, XDG_RUNTIME_DIR });
    expect(await keychain.write('corp', 'one')).toEqual({ state: 'stored' });
  });

  test('a keychain without any keyring holds nothing, and says what to do before it can', async () => {
    const { keychain } = await given({ keyring: false });
    expect(await keychain.state()).toEqual(unavailable(/no keyring yet; unlock it once/));
    expect(await keychain.read('corp')).toEqual({ state: 'absent' });
    expect(await keychain.write('corp', 'one')).toEqual(unavailable(/no keyring yet/));
    expect(await keychain.remove('corp')).toEqual({ state: 'removed' });
    expect(await keychain.unlock()).toEqual(unavailable(/no keyring yet/));
  });
});

describe('a keychain that fails', () => {
  test('frozen it is unavailable, thawed it is well again', async () => {
    const { keyring, keychain } = await given();
    await keychain.write('corp', 'one');
    keyring.freeze();
    expect(await keychain.read('corp')).toEqual(unavailable(/did not answer within 3 s/));
    expect(await keychain.unlock()).toEqual(unavailable(/did not answer within 3 s/));
    keyring.thaw();
    expect(await keychain.read('corp')).toEqual({ state: 'found', value: 'one' });
  });

  test('killed it is unavailable, restarted the very next read is right', async () => {
    const { keyring, keychain } = await given();
    await keychain.write('corp', 'one');
    for (let round = 0; round < 3; round += 1) {
      await keyring.kill();
      expect(await keychain.read('corp')).toEqual(unavailable(/no keychain on this desktop/));
      await keyring.restart();
      expect(await keychain.read('corp')).toEqual({ state: 'found', value: 'one' });
      await keyring.kill();
      await keyring.restart();
      expect(await keychain.write('corp', 'two')).toEqual({ state: 'stored' });
      await keyring.kill();
      await keyring.restart();
      expect(await keychain.remove('corp')).toEqual({ state: 'removed' });
      expect(await keychain.write('corp', 'one')).toEqual({ state: 'stored' });
    }
  });
});

test('a closed keychain leaves no process and starts none', async () => {
  const { keychain } = await given();
  await keychain.write('corp', 'one');
  await keychain.close();
  expect(await keychain.read('corp')).toEqual(unavailable(/closed/));
});
