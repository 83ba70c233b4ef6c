import pLimit, { type LimitFunction } from 'p-limit';
import { AppError } from '../../core/errors.ts';
import type { Clock, Log, SecretStore, SecretTrouble } from '../../core/ports.ts';
import { createChunkedSecret, type SecretItems } from './chunkedSecret.ts';
import type { KeychainAnswer, KeychainRequest } from './keychainMessages.ts';
import {
  createKeychainProcess,
  forkChild,
  type KeychainProcess,
  type StartChild,
} from './keychainProcess.ts';

export interface KeychainOptions {
  /** Part of every item's name, so that a test or demo home cannot touch another home's secrets. */
  readonly homeId: string;
  /** The built keychainChild. */
  readonly childPath: string;
  readonly clock: Clock;
  readonly log?: Log | undefined;
  /** Where the user's keychain is looked up; by default this process's. */
  readonly environment?: NodeJS.ProcessEnv | undefined;
  /** Most bytes an item may hold; left out where there is no limit. Windows takes 2,560. */
  readonly chunkBytes?: number | undefined;
  /** How the child is started, where it is not forked. */
  readonly startChild?: StartChild | undefined;
}

/** Milliseconds. Only `unlock` waits for a person. */
const limits = { call: 3_000, unlock: 120_000 };

const unset = 'The keychain has no keyring yet; unlock it once to set one up.';

/** The operating system's keychain, on keytar in a process of its own. */
export function createKeychain(options: KeychainOptions): SecretStore {
  const start = options.startChild ?? forkChild(options.childPath, options.environment ?? process.env);
  const keychain = createKeychainProcess(start, options.clock, options.log);
  const service = `latchkey:${options.homeId}`;
  const whole = wholeItems(keychain, service);
  const items = options.chunkBytes === undefined ? whole : createChunkedSecret(whole, options.chunkBytes);
  const inTurn = createTurns();
  let unlocking: Promise<StoreState> | undefined;
  return {
    kind: 'keychain',
    state: () => stateOf(keychain, service),
    read: (item) => inTurn(item, () => items.read(item)),
    write: async (item, value) => {
      checkValue(value);
      return await inTurn(item, () => items.write(item, value));
    },
    remove: (item) => inTurn(item, () => items.remove(item)),
    unlock: () =>
      (unlocking ??= unlock(keychain, service).finally(() => {
        unlocking = undefined;
      })),
    close: () => keychain.close(),
  };
}

type StoreState = Awaited<ReturnType<SecretStore['state']>>;

async function stateOf(keychain: KeychainProcess, service: string): Promise<StoreState> {
  const answer = await keychain.ask({ operation: 'state', service }, limits.call);
  return answer.state === 'ready' ? { state: 'ready' } : troubleOf(answer);
}

async function unlock(keychain: KeychainProcess, service: string): Promise<StoreState> {
  // A keychain that does not answer is not worth two minutes. An open one may still lock items one by one.
  const before = await keychain.ask({ operation: 'state', service }, limits.call);
  if (!['ready', 'locked', 'unset'].includes(before.state)) return troubleOf(before);
  const answer = await keychain.ask({ operation: 'unlock', service }, limits.unlock);
  if (answer.state === 'ready') return { state: 'ready' };
  return answer.state === 'late' ? { state: 'locked' } : troubleOf(answer);
}

/** One keychain item an item. */
function wholeItems(keychain: KeychainProcess, service: string): SecretItems {
  const ask = (request: KeychainRequest) => keychain.ask(request, limits.call);
  return {
    read: async (item) => {
      const answer = await ask({ operation: 'read', service, item });
      return answer.state === 'found' || answer.state === 'absent' ? answer : troubleOf(answer);
    },
    write: async (item, value) => {
      const answer = await ask({ operation: 'write', service, item, value });
      return answer.state === 'stored' ? { state: 'stored' } : troubleOf(answer);
    },
    remove: async (item) => {
      const answer = await ask({ operation: 'remove', service, item });
      return answer.state === 'removed' ? { state: 'removed' } : troubleOf(answer);
    },
  };
}

function troubleOf(answer: KeychainAnswer | { readonly state: 'late' }): SecretTrouble {
  switch (answer.state) {
    case 'locked':
    case 'unavailable':
      return answer;
    case 'broken':
      return { state: 'unavailable', reason: answer.reason };
    case 'unset':
      return { state: 'unavailable', reason: unset };
    case 'late':
      return { state: 'unavailable', reason: `The keychain did not answer within ${limits.call / 1000} s.` };
    default:
      return { state: 'unavailable', reason: 'The keychain gave an answer to another question.' };
  }
}

/** Lets the calls for one item run one after the other. */
function createTurns() {
  const turns = new Map<string, LimitFunction>();
  return <Result>(item: string, call: () => Promise<Result>): Promise<Result> => {
    const turn = turns.get(item) ?? pLimit(1);
    turns.set(item, turn);
    return turn(call);
  };
}

/** keytar refuses an empty value and cuts one at a NUL; JSON, which is what is kept, is never either. */
function checkValue(value: string): void {
  if (value === '' || value.includes('\0')) {
    throw new AppError('internal', 'The keychain keeps no empty value and none with a NUL in it.');
  }
}
