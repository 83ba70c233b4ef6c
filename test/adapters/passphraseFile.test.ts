import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPassphraseFile } from '../../src-main/adapters/passphraseFile.ts';
import type { SecretStore } from '../../src-main/core/ports.ts';

const passphrase = 'café at the corner';
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-passphrase-'));
  path = join(folder, 'home', 'secrets');
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function givenOpen(): Promise<SecretStore> {
  const store = createPassphraseFile(path);
  expect(await store.unlock(passphrase)).toEqual({ state: 'ready' });
  return store;
}

interface Header {
  salt: string;
  nonce: string;
  check: string;
}

async function header(): Promise<Header> {
  return JSON.parse((await readFile(path, 'utf8')).split('\n')[0]!) as Header;
}

describe('the secrets file', () => {
  test('is locked until a passphrase is given; the first one sets it', async () => {
    const store = createPassphraseFile(path);
    expect(await store.state()).toEqual({ state: 'locked' });
    expect(await store.read('corp')).toEqual({ state: 'locked' });
    expect(await store.write('corp', 'one')).toEqual({ state: 'locked' });
    expect(await store.remove('corp')).toEqual({ state: 'locked' });
    expect(await store.unlock()).toEqual({ state: 'locked' });
    expect(await store.unlock(passphrase)).toEqual({ state: 'ready' });
    expect(await store.state()).toEqual({ state: 'ready' });
  });

  test('keeps secrets from one start to the next, and only for the right passphrase', async () => {
    const store = await givenOpen();
    expect(await store.write('corp', 'one')).toEqual({ state: 'stored' });
    expect(await store.write('other', 'two')).toEqual({ state: 'stored' });
    expect(await store.remove('other')).toEqual({ state: 'removed' });
    await store.close();
    expect(await store.read('corp')).toEqual({ state: 'locked' });

    const next = createPassphraseFile(path);
    await expect(next.unlock('café at the coroner')).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('does not open') as unknown,
    });
    expect(await next.read('corp')).toEqual({ state: 'locked' });
    expect(await next.unlock(passphrase.normalize('NFD'))).toEqual({ state: 'ready' });
    expect(await next.read('corp')).toEqual({ state: 'found', value: 'one' });
    expect(await next.read('other')).toEqual({ state: 'absent' });
  });

  test('takes no short passphrase, and none makes a file', async () => {
    await expect(createPassphraseFile(path).unlock('7 chars')).rejects.toMatchObject({ code: 'bad-input' });
    await expect(createPassphraseFile(path).unlock('')).rejects.toMatchObject({ code: 'bad-input' });
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('is only its owner’s, says nothing in the open, and no two writes look alike', async () => {
    const store = await givenOpen();
    await store.write('corp', 'canary');
    const [first, firstText] = [await header(), await readFile(path, 'utf8')];
    await store.write('corp', 'canary');
    const [second, secondText] = [await header(), await readFile(path, 'utf8')];
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(firstText).not.toMatch(/canary|corp|caf/);
    expect(second.nonce).not.toBe(first.nonce);
    expect(second.salt).toBe(first.salt);
    expect(secondText.split('\n')[1]).not.toBe(firstText.split('\n')[1]);
    expect(await readdir(join(folder, 'home'))).toEqual(['secrets']);
  });

  test('of two homes with one passphrase has two salts', async () => {
    await givenOpen();
    const first = await header();
    path = join(folder, 'other');
    await givenOpen();
    expect((await header()).salt).not.toBe(first.salt);
  });

  test('is left as it is when it is damaged', async () => {
    const store = await givenOpen();
    await store.write('corp', 'one');
    const text = await readFile(path, 'utf8');
    const flipped = text.slice(0, -4) + (text.at(-4) === 'A' ? 'B' : 'A') + text.slice(-3);
    const { nonce } = await header();
    const damages = ['', '{}', 'x', text.slice(0, -8), text.slice(0, 80), flipped, '{"version":2}\n'];
    const changedHeaders = [
      text.replace(nonce, Buffer.alloc(12).toString('base64')),
      text.replace('"version":1', '"version": 1'),
    ];
    for (const damage of [...damages, ...changedHeaders]) {
      await writeFile(path, damage);
      const trouble = { state: 'unavailable', reason: expect.stringContaining('is damaged') as unknown };
      expect(await store.state()).toEqual(trouble);
      expect(await store.write('corp', 'two')).toEqual(trouble);
      expect(await createPassphraseFile(path).unlock(passphrase)).toEqual(trouble);
      expect(await readFile(path, 'utf8')).toBe(damage);
    }
    await writeFile(path, text);
    expect(await store.read('corp')).toEqual({ state: 'found', value: 'one' });
  });

  test('that is gone is not read as signed out', async () => {
    const store = await givenOpen();
    await store.write('corp', 'one');
    await rm(path);
    expect(await store.read('corp')).toMatchObject({ state: 'unavailable' });
    expect(await store.write('corp', 'two')).toMatchObject({ state: 'unavailable' });
  });

  test('that cannot be written is unavailable, and nothing stays beside it', async () => {
    await mkdir(path, { recursive: true });
    expect(await createPassphraseFile(path).unlock(passphrase)).toMatchObject({ state: 'unavailable' });
    path = join(folder, 'blocked', 'secrets');
    await writeFile(join(folder, 'blocked'), '');
    expect(await createPassphraseFile(path).unlock(passphrase)).toMatchObject({ state: 'unavailable' });
    expect(await readdir(folder)).toEqual(['blocked', 'home']);
  });

  test('is rid of what a killed process left beside it', async () => {
    await mkdir(join(folder, 'home'));
    await writeFile(`${path}.unfinished-0a1b2c`, 'half');
    await writeFile(`${path}.mine`, 'whole');
    await givenOpen();
    expect(await readdir(join(folder, 'home'))).toEqual(['secrets', 'secrets.mine']);
  });

  test('loses no write of many at once', async () => {
    const store = await givenOpen();
    const names = Array.from({ length: 20 }, (_, number) => `item-${number}`);
    await Promise.all(names.map((name) => store.write(name, name)));
    for (const name of names) expect(await store.read(name)).toEqual({ state: 'found', value: name });
  });
});
