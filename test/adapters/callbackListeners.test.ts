import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { callbackListeners } from '../../src-main/adapters/callbackListeners.ts';

const { signal } = new AbortController();

describe('the way back from the browser', () => {
  it('is a random port of 127.0.0.1, and takes the code that comes with the right state', async () => {
    const listener = await callbackListeners.listen('right');
    expect(listener.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/);
    const code = listener.code(signal);
    expect((await fetch(`${listener.redirectUri}?code=abc&state=right`)).status).toBe(200);
    await expect(code).resolves.toBe('abc');
    await listener.close();
  });

  it('is ended by nobody who does not know the state', async () => {
    const listener = await callbackListeners.listen('right');
    const origin = new URL(listener.redirectUri).origin;
    const code = listener.code(signal);
    for (const target of [
      `${listener.redirectUri}?code=evil&state=wrong`,
      `${listener.redirectUri}?error=access_denied&state=`,
      `${listener.redirectUri}?error=access_denied`,
      `${origin}/favicon.ico`,
      `${origin}/?code=evil&state=right`,
    ]) {
      expect((await fetch(target)).status).toBe(404);
    }
    expect((await fetch(`${listener.redirectUri}?code=evil&state=right`, { method: 'POST' })).status).toBe(
      404,
    );
    for (const target of ['//', '//[', '/%', '/\\', '*'])
      expect(await rawStatus(origin, target)).toMatch(/ (404|400) /);
    await fetch(`${listener.redirectUri}?code=good&state=right`);
    await expect(code).resolves.toBe('good');
    await listener.close();
  });

  it('says that the person denied', async () => {
    const listener = await callbackListeners.listen('right');
    const denied = expect(listener.code(signal)).rejects.toMatchObject({ code: 'sign-in-denied' });
    await fetch(`${listener.redirectUri}?error=access_denied&state=right`);
    await denied;
    await listener.close();
  });

  it('listens no longer than the sign-in lasts', async () => {
    const listener = await callbackListeners.listen('right');
    const stop = new AbortController();
    const code = listener.code(stop.signal);
    stop.abort(new Error('cancelled'));
    await expect(code).rejects.toThrow('cancelled');
    await listener.close();
    await expect(fetch(listener.redirectUri)).rejects.toThrow();
  });
});

/** The first line of the answer to a request target that `fetch` would not send. */
async function rawStatus(origin: string, target: string): Promise<string> {
  const connection = connect(Number(new URL(origin).port), '127.0.0.1');
  connection.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  let answer = '';
  for await (const part of connection) answer += String(part);
  return answer.split('\r\n')[0] ?? '';
}
