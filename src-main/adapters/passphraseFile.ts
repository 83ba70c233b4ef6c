import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import pLimit from 'p-limit';
import { z } from 'zod';
import { AppError } from '../core/errors.ts';
import type { SecretStore, SecretTrouble } from '../core/ports.ts';
import { newSealKey, parseSealed, seal, sealKeyOf, unseal, type SealKey } from './sealedText.ts';

/** Characters. */
const shortestPassphrase = 8;

const secrets = z.record(z.string(), z.string());
type Secrets = z.infer<typeof secrets>;

/**
 * All secrets in one encrypted file, for machines without a keychain. Locked until a person gives the passphrase;
 * the first one given sets it. The salt belongs to the passphrase and the nonce to each write, so that the derived
 * key is kept in memory instead of the passphrase. A file that cannot be understood is never written over.
 */
export function createPassphraseFile(path: string): SecretStore {
  const inTurn = pLimit(1);
  let key: SealKey | undefined;

  /** One call at a time; what the file is not good for is an answer, not an error. */
  const answer = <Answer>(call: () => Promise<Answer>): Promise<Answer | SecretTrouble> =>
    inTurn(async () => {
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'secrets-unavailable') throw error;
        return { state: 'unavailable', reason: error.message };
      }
    });
  const withSecrets = <Answer>(call: (kept: Secrets, opened: SealKey) => Promise<Answer>) =>
    answer(async () =>
      key === undefined ? await lockedState(path) : await call(await load(path, key), key),
    );

  return {
    kind: 'file',
    state: () => withSecrets(() => Promise.resolve({ state: 'ready' })),
    read: (item) =>
      withSecrets((kept) => {
        const value = Object.hasOwn(kept, item) ? kept[item] : undefined;
        return Promise.resolve(value === undefined ? { state: 'absent' } : { state: 'found', value });
      }),
    write: (item, value) =>
      withSecrets(async (kept, opened) => {
        await save(path, opened, { ...kept, [item]: value });
        return { state: 'stored' };
      }),
    remove: (item) =>
      withSecrets(async (kept, opened) => {
        const { [item]: removed, ...others } = kept;
        if (removed !== undefined) await save(path, opened, others);
        return { state: 'removed' };
      }),
    unlock: (passphrase) =>
      answer(async () => {
        if (key === undefined && passphrase === undefined) return await lockedState(path);
        key ??= await openFile(path, passphrase ?? '');
        await load(path, key);
        return { state: 'ready' };
      }),
    close: () =>
      inTurn(() => {
        key?.key.fill(0);
        key = undefined;
      }),
  };
}

/** Opens the file, or makes it where there is none. @throws AppError bad-input, secrets-unavailable */
async function openFile(path: string, passphrase: string): Promise<SealKey> {
  await sweep(path);
  const sealed = await readSealed(path);
  if (sealed === undefined) {
    checkPassphrase(passphrase);
    const key = await newSealKey(passphrase);
    await save(path, key, {});
    return key;
  }
  const key = await sealKeyOf(sealed, passphrase);
  if (key !== undefined) return key;
  throw new AppError('bad-input', 'The passphrase does not open the secrets file.', {
    hint: `Give the passphrase that ${path} was made with.`,
  });
}

function checkPassphrase(passphrase: string): void {
  if (Array.from(passphrase).length >= shortestPassphrase) return;
  throw new AppError('bad-input', `A passphrase has at least ${shortestPassphrase} characters.`, {
    hint: 'Several words are easy to remember and hard to guess.',
  });
}

async function lockedState(path: string): Promise<SecretTrouble> {
  await readSealed(path);
  return { state: 'locked' };
}

/** @throws AppError secrets-unavailable when the file is gone, or not what was written with this key */
async function load(path: string, key: SealKey): Promise<Secrets> {
  const sealed = await readSealed(path);
  if (sealed === undefined) throw unavailable(`The secrets file ${path} is gone.`);
  try {
    return secrets.parse(JSON.parse(unseal(key, sealed)));
  } catch {
    throw damaged(path);
  }
}

/** Undefined when there is no file. @throws AppError secrets-unavailable */
async function readSealed(path: string): Promise<string | undefined> {
  let sealed: string;
  try {
    sealed = await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw unavailable(`The secrets file ${path} cannot be read (${codeOf(error)}).`, error);
  }
  try {
    parseSealed(sealed);
    return sealed;
  } catch {
    throw damaged(path);
  }
}

/** Replaces the file at once and reads it back. @throws AppError secrets-unavailable */
async function save(path: string, key: SealKey, kept: Secrets): Promise<void> {
  const text = JSON.stringify(kept);
  try {
    await replaceFile(path, seal(key, text));
  } catch (error) {
    throw unavailable(`The secrets file ${path} cannot be written (${codeOf(error)}).`, error);
  }
  if (JSON.stringify(await load(path, key)) !== text) throw damaged(path);
}

const strayMark = '.unfinished-';

async function replaceFile(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unfinished = `${path}${strayMark}${randomBytes(6).toString('hex')}`;
  try {
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await unlink(unfinished).catch(() => undefined);
    throw error;
  }
  await syncFolder(folder);
}

/** Makes the rename last through a power cut; Windows has no such thing for folders. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes what a killed process left beside the file. Nobody else writes it: an agent owns its home. */
async function sweep(path: string): Promise<void> {
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => []);
  const strays = names.filter((name) => name.startsWith(`${basename(path)}${strayMark}`));
  await Promise.all(strays.map((name) => unlink(join(folder, name)).catch(() => undefined)));
}

function damaged(path: string): AppError {
  return unavailable(`The secrets file ${path} is damaged; it is left as it is.`);
}

function unavailable(reason: string, cause?: unknown): AppError {
  return new AppError('secrets-unavailable', reason, { cause });
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}
