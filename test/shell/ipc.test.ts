import { EventEmitter } from 'node:events';
import type { IpcMainInvokeEvent } from 'electron';
import { describe, expect, it } from 'vitest';
import { windowContract, type Shape } from '../../src-main/contract.ts';
import { AppError } from '../../src-main/core/errors.ts';
import type { Commands } from '../../src-main/door/runCommand.ts';
import { answerCall } from '../../src-main/shell/ipc.ts';
import { fc } from '../support/fc.ts';

type Event = Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>;

/** Electron's event of a call, from the main frame of `url` unless said otherwise. */
function callFrom(
  url = 'app://latchkey/index.html',
  frame: object = {},
): Event & { readonly page: EventEmitter } {
  const mainFrame = Object.defineProperties(
    { url, parent: null, frameTreeNodeId: 1 },
    Object.getOwnPropertyDescriptors(frame),
  );
  const page = Object.assign(new EventEmitter(), { mainFrame });
  return { sender: page, senderFrame: mainFrame, page } as unknown as Event & { readonly page: EventEmitter };
}

const logged: string[] = [];
const log = { write: (event: string, fields: unknown) => logged.push(`${event} ${JSON.stringify(fields)}`) };
const commands: Commands = {
  listSsoSessions: () => Promise.resolve({ ssoSessions: [] }),
  copyText: () =>
    Promise.reject(new AppError('internal', 'No clipboard.', { hint: 'Try again.', cause: 'x' })),
  favourite: () => Promise.reject(new Error('a secret in a fault of ours')),
  lock: () => Promise.resolve({ keysRemoved: 1, more: 'a secret' }),
};
const ask = (event: Event, name: unknown = 'listSsoSessions', input: unknown = {}) =>
  answerCall({ commands, log }, event, name, input);
const refused = { error: { code: 'wrong-door' } };

describe('the window’s door', () => {
  it('answers the main frame of our page', async () => {
    expect(await ask(callFrom())).toEqual({ result: { ssoSessions: [] } });
  });

  it('says that a person asks: what asks first needs no second click', async () => {
    const requesters: unknown[] = [];
    const listening: Commands = {
      ...commands,
      listSsoSessions: (_input, { requester }) => {
        requesters.push(requester);
        return Promise.resolve({ ssoSessions: [] });
      },
    };
    await answerCall({ commands: listening, log }, callFrom(), 'listSsoSessions', {});
    expect(requesters).toEqual([{ kind: 'person' }]);
  });

  it.each([
    'app://latchkey.evil/index.html',
    'app://evil/index.html',
    'app://latchkey:1/index.html',
    'https://latchkey/index.html',
    'app:latchkey/index.html',
    'about:blank',
    'about:srcdoc',
    'data:text/html,app://latchkey/',
    'file:///app://latchkey/index.html',
    '',
  ])('answers no page at %s', async (url) => {
    expect(await ask(callFrom(url))).toMatchObject(refused);
  });

  it('answers no frame inside our page, and none that has gone', async () => {
    const { sender } = callFrom();
    const inside = { url: 'app://latchkey/index.html', parent: sender.mainFrame };
    expect(await ask({ sender, senderFrame: inside as Event['senderFrame'] })).toMatchObject(refused);
    const another = { url: 'app://latchkey/index.html', parent: null, frameTreeNodeId: 2 };
    expect(await ask({ sender, senderFrame: another as Event['senderFrame'] })).toMatchObject(refused);
    expect(await ask(callFrom('app://latchkey/index.html', { parent: {} }))).toMatchObject(refused);
    expect(await ask({ sender, senderFrame: null })).toMatchObject(refused);
    const gone = Object.defineProperty({}, 'url', {
      get: () => {
        throw new Error('Render frame was disposed before WebFrameMain could be accessed');
      },
    });
    expect(await ask(callFrom('', gone))).toMatchObject(refused);
  });

  it('knows the window’s commands and no others', async () => {
    const foreign = Object.entries<Shape>(windowContract)
      .filter(([, { doors }]) => !doors.includes('window'))
      .map(([name]) => name);
    expect(foreign).toEqual(expect.arrayContaining(['credentials', 'stopAgent']));
    const odd = [
      ...foreign,
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      '',
      7,
      null,
      {},
      ['lock'],
    ];
    for (const name of odd) expect(await ask(callFrom(), name)).toMatchObject(refused);
  });

  it('says what went wrong without the cause, and of a fault of ours nothing at all', async () => {
    expect(await ask(callFrom(), 'copyText', { text: 'x' })).toEqual({
      error: { code: 'internal', message: 'No clipboard.', hint: 'Try again.', details: [] },
    });
    const input = { profile: 'a', on: true };
    for (const answer of [await ask(callFrom(), 'favourite', input), await ask(callFrom(), 'lock')]) {
      expect(answer).toMatchObject({ error: { code: 'internal' } });
      expect(JSON.stringify([answer, logged])).not.toContain('a secret');
    }
  });

  it('stops the work when the page is gone', async () => {
    const event = callFrom();
    let stopped: unknown;
    const waits: Commands = {
      lock: (_input, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            stopped = signal.reason;
            reject(signal.reason as Error);
          });
        }),
    };
    const answer = answerCall({ commands: waits, log }, event, 'lock', {});
    event.page.emit('destroyed');
    expect(await answer).toMatchObject({ error: { code: 'agent-unreachable' } });
    expect(stopped).toBeInstanceOf(AppError);
    expect(event.page.listenerCount('destroyed')).toBeLessThanOrEqual(1);
  });

  it('answers whatever it is sent, and never throws', async () => {
    const names = Object.keys(windowContract);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constantFrom(...names), fc.string(), fc.anything()),
        fc.anything({ withNullPrototype: true, withObjectString: true, withBigInt: true, withMap: true }),
        async (name, input) => {
          const answer = await ask(callFrom(), name, input);
          expect(Object.keys(answer)).toHaveLength(1);
        },
      ),
      { numRuns: 2_000 },
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
