import { AppError } from '../../core/errors.ts';
import type { KeychainAnswer, KeychainRequest } from './keychainMessages.ts';
import type { Lookout } from './lookout.ts';

/** What is used of keytar. Not findCredentials: it ends the process on a locked keyring, and on others' odd items. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/** Answers one request; looks first, so that keytar is never called where it would prompt, hang or mislead. */
export async function answerKeychain(
  keytar: Keytar,
  lookout: Lookout,
  request: KeychainRequest,
): Promise<KeychainAnswer> {
  try {
    switch (request.operation) {
      case 'unlock':
        await lookout.unlock(request.service);
        return { state: await lookout.place() };
      case 'state':
        return { state: await lookout.place() };
      case 'read':
        return await read(keytar, lookout, request);
      case 'write':
        return await write(keytar, lookout, request);
      case 'remove':
        return await remove(keytar, lookout, request);
    }
  } catch (error) {
    if (error instanceof AppError) return { state: 'unavailable', reason: error.message };
    return lookout.failed(error);
  }
}

interface Place {
  readonly service: string;
  readonly item: string;
}

async function read(keytar: Keytar, lookout: Lookout, { service, item }: Place): Promise<KeychainAnswer> {
  const { here, locked } = await lookout.look(service, item);
  if (here === false) return { state: locked ? 'locked' : 'absent' };
  const value = await keytar.getPassword(service, item);
  if (value !== null) return { state: 'found', value };
  return here ? broken('The keychain names an item and does not give it.') : { state: 'absent' };
}

async function write(
  keytar: Keytar,
  lookout: Lookout,
  { service, item, value }: Place & { readonly value: string },
): Promise<KeychainAnswer> {
  const place = await lookout.place();
  if (place !== 'ready') return { state: place };
  await keytar.setPassword(service, item, value);
  const kept = await keytar.getPassword(service, item);
  return kept === value ? { state: 'stored' } : broken('The keychain kept another value than it was given.');
}

async function remove(keytar: Keytar, lookout: Lookout, { service, item }: Place): Promise<KeychainAnswer> {
  const before = await lookout.look(service, item);
  if (before.locked) return { state: 'locked' };
  if (before.here === false) return { state: 'removed' };
  await keytar.deletePassword(service, item);
  const after = await lookout.look(service, item);
  if (after.locked) return { state: 'locked' };
  const here = after.here ?? (await keytar.getPassword(service, item)) !== null;
  return here ? broken('The keychain did not remove an item.') : { state: 'removed' };
}

function broken(reason: string): KeychainAnswer {
  return { state: 'broken', reason };
}
