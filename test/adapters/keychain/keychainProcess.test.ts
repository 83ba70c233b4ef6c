import { describe, expect, test } from 'vitest';
import type {
  KeychainAnswer,
  NumberedRequest,
} from '../../../src-main/adapters/keychain/keychainMessages.ts';
import { createKeychainProcess, forkChild } from '../../../src-main/adapters/keychain/keychainProcess.ts';
import type { Clock } from '../../../src-main/core/ports.ts';
import { systemClock } from '../../../src-main/adapters/systemClock.ts';

const request = { operation: 'read', service: 'latchkey:home', item: 'corp' } as const;
const found = { state: 'found', value: 'one' } as const;
/** A child that says nothing (hangs), dies, or gives an answer. */
type Behaviour = 'hangs' | 'dies' | KeychainAnswer;

/** Children that behave as said, one after the other; each answers all it is asked in the same way. */
function givenChildren(...behaviours: readonly Behaviour[]) {
  let started = 0;
  const killed: number[] = [];
  const start = () => {
    const number = started;
    started += 1;
    const behaviour = behaviours[number] ?? 'hangs';
    let answer: (message: { number: number; answer: KeychainAnswer }) => void;
    let gone: () => void;
    return {
      send: (message: NumberedRequest) => {
        if (behaviour === 'dies') gone();
        else if (behaviour !== 'hangs') answer({ number: message.number, answer: behaviour });
      },
      onMessage: (listener: typeof answer) => {
        answer = listener;
      },
      onGone: (listener: () => void) => {
        gone = listener;
      },
      kill: () => {
        killed.push(number);
        gone();
      },
    };
  };
  return { start, killed, started: () => started };
}

/** Time that passes only when the test says so. */
function givenClock() {
  const sleepers: { milliseconds: number; wake: () => void }[] = [];
  const clock: Clock = {
    now: () => 0,
    sleep: (milliseconds, signal) =>
      new Promise((wake, reject) => {
        sleepers.push({ milliseconds, wake });
        signal?.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      }),
  };
  return { clock, sleepers };
}

describe('the process of the keychain', () => {
  test('is started with the first question and kept', async () => {
    const children = givenChildren(found);
    const keychain = createKeychainProcess(children.start, givenClock().clock);
    expect(children.started()).toBe(0);
    expect(await keychain.ask(request, 3000)).toEqual(found);
    expect(await keychain.ask(request, 3000)).toEqual(found);
    expect(children.started()).toBe(1);
  });

  test('is replaced when it dies, and the question is asked again', async () => {
    const children = givenChildren('dies', found);
    const keychain = createKeychainProcess(children.start, givenClock().clock);
    expect(await keychain.ask(request, 3000)).toEqual(found);
    expect(children.started()).toBe(2);
  });

  test('is replaced when keytar fails in it for good', async () => {
    const children = givenChildren({ state: 'broken', reason: 'The name :1.7 was not provided' }, found);
    const keychain = createKeychainProcess(children.start, givenClock().clock);
    expect(await keychain.ask(request, 3000)).toEqual(found);
    expect(children.killed).toEqual([0]);
  });

  test('is asked twice at most: what fails in a fresh process too is the answer', async () => {
    const broken = { state: 'broken', reason: 'no' } as const;
    const children = givenChildren(broken, broken, found);
    const keychain = createKeychainProcess(children.start, givenClock().clock);
    expect(await keychain.ask(request, 3000)).toEqual(broken);
    expect(await keychain.ask(request, 3000)).toEqual(found);
  });

  test('is ended when it hangs longer than the limit, and the next question is answered', async () => {
    const children = givenChildren('hangs', found);
    const { clock, sleepers } = givenClock();
    const keychain = createKeychainProcess(children.start, clock);
    const answer = keychain.ask(request, 3000);
    expect(sleepers.map(({ milliseconds }) => milliseconds)).toEqual([3000]);
    sleepers[0]!.wake();
    expect(await answer).toEqual({ state: 'late' });
    expect(children.killed).toEqual([0]);
    expect(await keychain.ask(request, 3000)).toEqual(found);
  });

  test('that hangs for one caller does not take the answers of the others with it', async () => {
    const children = givenChildren('hangs', found);
    const { clock, sleepers } = givenClock();
    const keychain = createKeychainProcess(children.start, clock);
    const late = keychain.ask(request, 3000);
    const other = keychain.ask({ ...request, item: 'other' }, 3000);
    sleepers[0]!.wake();
    expect(await late).toEqual({ state: 'late' });
    expect(await other).toEqual(found);
  });

  test('that cannot be started is an answer, not a crash', async () => {
    const keychain = createKeychainProcess(forkChild('/nowhere/keychainChild.js', {}), systemClock);
    expect(await keychain.ask(request, 10_000)).toMatchObject({ state: 'broken' });
  });

  test('is ended by closing, and no question starts another', async () => {
    const children = givenChildren('hangs', found);
    const keychain = createKeychainProcess(children.start, givenClock().clock);
    const waiting = keychain.ask(request, 3000);
    await keychain.close();
    expect(await waiting).toMatchObject({ state: 'unavailable' });
    expect(await keychain.ask(request, 3000)).toMatchObject({ state: 'unavailable' });
    expect(children.started()).toBe(1);
  });
});
