import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEndpoints } from '../../../src-main/adapters/endpoints/createEndpoints.ts';
import type { OpenEndpoint } from '../../../src-main/core/ports.ts';
import { rawRequest, requestText } from './rawRequest.ts';

const token = 't'.repeat(43);

/** Row 46 of the threat model: an honest client is served within 200 ms meanwhile. */
describe('an endpoint under siege', () => {
  let one: OpenEndpoint;
  let port: number;
  let besiegers: Socket[] = [];

  beforeEach(async () => {
    one = await createEndpoints().open({
      place: { kind: 'shared' },
      token,
      answer: () => Promise.resolve({ state: 'refused', status: 403, code: 'Served', message: '' }),
      alarm: () => undefined,
    });
    port = Number(new URL(one.uri).port);
  });
  afterEach(async () => {
    for (const socket of besiegers) socket.destroy();
    besiegers = [];
    await one.close();
  });

  const besiege = async (count: number, text: string) => {
    const sockets = Array.from({ length: count }, () => {
      const socket = connect(port, '127.0.0.1').on('error', () => undefined);
      socket.write(text);
      return socket;
    });
    besiegers.push(...sockets);
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
  };
  const served = async (): Promise<number> => {
    const { pathname } = new URL(one.uri);
    const headers = { host: `127.0.0.1:${port}`, authorization: token };
    const { body, milliseconds } = await rawRequest({ port }, requestText(pathname, headers));
    expect(body).toContain('Served');
    return milliseconds;
  };
  /** The usual wait: one of a machine that is busy with other tests says nothing of the siege. */
  const honest = async (clients: number) => {
    const waits: number[] = [];
    for (let count = 0; count < clients; count += 1) waits.push(await served());
    expect(waits.sort((a, b) => a - b)[Math.floor(clients / 2)]).toBeLessThan(200);
  };

  it.each([
    ['say nothing', ''],
    ['never finish their request', 'GET / HTTP/1.1\r\nhost: '],
    ['send headers of 9 kB', `GET / HTTP/1.1\r\na: ${'b'.repeat(9_000)}\r\n`],
  ])('serves an honest client while 500 connections %s', async (_what, text) => {
    await besiege(500, text);
    await honest(5);
  });

  it('serves honest clients while more and more connections come', async () => {
    const storm = new AbortController();
    const flood = (async () => {
      while (!storm.signal.aborted) await besiege(40, '');
    })();
    await honest(20);
    storm.abort();
    await flood;
  });

  it('ends a connection that says nothing after seconds', async () => {
    const begun = performance.now();
    await rawRequest({ port }, 'GET / HTTP/1.1\r\nhost: ');
    expect(performance.now() - begun).toBeLessThan(4_000);
  });

  it('has few connections open once the storm is over', async () => {
    await besiege(300, '');
    await new Promise((resolve) => setTimeout(resolve, 250).unref());
    await honest(3);
    const left = besiegers.filter((socket) => !socket.destroyed && socket.readyState === 'open');
    await expect.poll(() => left.filter((socket) => socket.readyState === 'open').length).toBeLessThan(70);
  });
});
