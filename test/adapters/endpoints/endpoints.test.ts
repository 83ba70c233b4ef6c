import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createEndpoints } from '../../../src-main/adapters/endpoints/createEndpoints.ts';
import { nodeRandom } from '../../../src-main/adapters/nodeRandom.ts';
import type {
  EndpointAnswer,
  EndpointAsker,
  EndpointPlace,
  OpenEndpoint,
} from '../../../src-main/core/ports.ts';
import { rawRequest, requestText, type RawAnswer } from './rawRequest.ts';
import { until } from '../../support/until.ts';

const secret = 'canary-secret-77f0';
const keys: EndpointAnswer = {
  state: 'keys',
  accountId: '111122223333',
  credentials: {
    accessKeyId: 'ASIAEXAMPLEEXAMPLE00',
    secretAccessKey: secret,
    sessionToken: 'canary-token-77f0',
    expiration: Date.parse('2030-01-01T00:00:00.500Z'),
  },
};

const endpoints = createEndpoints();
const opened: OpenEndpoint[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

interface Opened extends OpenEndpoint {
  readonly port: number;
  readonly path: string;
  readonly token: string;
  readonly alarm: () => void;
  /** Asks as an SDK does, but for these headers. */
  ask(
    headers?: Readonly<Record<string, string | null>>,
    method?: string,
    target?: string,
  ): Promise<RawAnswer>;
}

async function open(
  given: {
    readonly place?: EndpointPlace;
    readonly token?: string;
    readonly answer?: (asker: EndpointAsker) => Promise<EndpointAnswer>;
  } = {},
): Promise<Opened> {
  const {
    place = { kind: 'shared' },
    token = nodeRandom.token(32),
    answer = () => Promise.resolve(keys),
  } = given;
  const alarm = vi.fn<() => void>();
  const one = await endpoints.open({ place, token, answer, alarm });
  opened.push(one);
  const { port: written, pathname: path } = new URL(one.uri);
  const port = Number(written);
  const usual = { host: `127.0.0.1:${port}`, authorization: token, connection: 'close' };
  return {
    ...{ ...one, port, path, token, alarm },
    ask: (headers = {}, method = 'GET', target = path) =>
      rawRequest({ port, host: '127.0.0.1' }, requestText(target, { ...usual, ...headers }, method)),
  };
}

describe('a container credential endpoint', () => {
  it('gives the document of the SDKs to whoever has the token, and says that nobody may keep it', async () => {
    const one = await open();
    expect(one.uri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1\/[\w-]{22}$/);
    const { status, head, body } = await one.ask();
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({
      AccessKeyId: 'ASIAEXAMPLEEXAMPLE00',
      SecretAccessKey: secret,
      Token: 'canary-token-77f0',
      Expiration: '2030-01-01T00:00:00Z',
      AccountId: '111122223333',
    });
    expect(head).toMatch(/^cache-control: no-store\r?$/m);
    expect(head).toMatch(/^x-content-type-options: nosniff\r?$/m);
    expect(head).not.toMatch(/access-control/i);
    expect((await one.ask({ authorization: `Bearer ${one.token}` })).status).toBe(200);
    expect((await one.ask({ host: `localhost:${one.port}` })).status).toBe(200);
  });

  it('gives a credential_process document where that is asked for', async () => {
    const one = await open();
    const { body } = await one.ask({}, 'GET', `${one.path}/credential-process`);
    expect(JSON.parse(body)).toEqual({
      Version: 1,
      AccessKeyId: 'ASIAEXAMPLEEXAMPLE00',
      SecretAccessKey: secret,
      SessionToken: 'canary-token-77f0',
      Expiration: '2030-01-01T00:00:00Z',
    });
  });

  it('answers to no Host but its own (60 forms)', async () => {
    const one = await open();
    const { port } = one;
    const bad = wrongHosts(port);
    expect(bad.length).toBeGreaterThanOrEqual(60);
    for (const host of bad) {
      const { status, body } = await one.ask({ host });
      expect([400, 403], `${host}: ${status}`).toContain(status);
      expect(body).not.toContain('canary');
    }
    const twice = `GET ${one.path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nHost: 127.0.0.1:${port}\r\nauthorization: ${one.token}\r\n\r\n`;
    expect((await rawRequest({ port }, twice)).status).toBe(403);
  });

  it('sees a second Host also behind two thousand headers', async () => {
    const one = await open();
    const many = 'a:\r\n'.repeat(2_000);
    const head = `GET ${one.path} HTTP/1.1\r\nhost:127.0.0.1:${one.port}\r\nauthorization:${one.token}\r\n`;
    expect((await rawRequest({ port: one.port }, `${head}${many}\r\n`)).status).toBe(200);
    expect((await rawRequest({ port: one.port }, `${head}${many}host:e\r\n\r\n`)).status).toBe(403);
  });

  it.each([
    ['Origin', 'http://evil.example'],
    ['origin', 'null'],
    ['Referer', 'http://evil.example/'],
    ['Cookie', 'a=b'],
    ['Sec-Fetch-Mode', 'no-cors'],
    ['Sec-Fetch-Site', 'none'],
    ['Via', '1.1 proxy'],
    ['Forwarded', 'for=192.0.2.1'],
    ['X-Forwarded-For', '192.0.2.1'],
    ['X-Forwarded-Host', '127.0.0.1'],
    ['Upgrade', 'websocket'],
    ['Access-Control-Request-Private-Network', 'true'],
    ['Expect', '100-continue'],
  ])('refuses what only browsers and proxies send: %s', async (name, value) => {
    const one = await open();
    const { status, body } = await one.ask({ [name]: value });
    expect(status).toBe(403);
    expect(body).not.toContain('canary');
  });

  it.each(['POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE', 'PATCH', 'TRACE'])('takes no %s', async (method) => {
    const one = await open();
    expect((await one.ask({}, method)).status).toBe(405);
  });

  it('is no proxy, and takes no body', async () => {
    const one = await open();
    const { port, path } = one;
    for (const target of [
      `http://127.0.0.1:${port}${path}`,
      `HTTP://localhost:${port}${path}`,
      '*',
      'evil:80',
    ]) {
      expect((await one.ask({}, 'GET', target)).status, target).toBe(400);
    }
    expect((await one.ask({ 'content-length': '1' })).status).toBe(413);
    expect((await one.ask({ 'transfer-encoding': 'chunked' })).status).toBe(413);
    expect((await one.ask({}, 'CONNECT', `127.0.0.1:${port}`)).status).not.toBe(200);
  });

  it('says the same of an unknown path as of a wrong token', async () => {
    const one = await open();
    const wrong = [
      await one.ask({ authorization: nodeRandom.token(32) }),
      await one.ask({ authorization: null }),
      await one.ask({}, 'GET', `/v1/${nodeRandom.token(16)}`),
      await one.ask({}, 'GET', '/'),
      await one.ask({}, 'GET', `${one.path}?a=b`),
    ];
    const [first] = wrong;
    for (const { status, head, body } of wrong) {
      expect(status).toBe(401);
      expect(body).toBe(first?.body);
      expect(head.replace(/^date:.*$/im, '')).toBe(first?.head.replace(/^date:.*$/im, ''));
    }
  });

  it('does not take one endpoint’s token at another', async () => {
    const [one, other] = [await open(), await open()];
    expect(one.port).toBe(other.port);
    expect((await one.ask({ authorization: other.token })).status).toBe(401);
    const two = `GET ${one.path} HTTP/1.1\r\nhost: 127.0.0.1:${one.port}\r\nauthorization: ${one.token}\r\nauthorization: x\r\n\r\n`;
    expect((await rawRequest({ port: one.port }, two)).status).toBe(401);
  });

  it('slows down whoever guesses, tells of it, and serves the honest at once meanwhile', async () => {
    const one = await open();
    const guess = () => one.ask({ authorization: nodeRandom.token(32) });
    for (let count = 0; count < 5; count += 1) expect((await guess()).milliseconds).toBeLessThan(950);
    expect(one.alarm).not.toHaveBeenCalled();
    const answered: string[] = [];
    const late = [guess(), guess(), guess()];
    const guessers = late.map((guessed) => guessed.then(() => answered.push('guesser')));
    await Promise.all([one.ask().then(() => answered.push('honest')), ...guessers]);
    expect(answered[0]).toBe('honest');
    for (const { status, milliseconds } of await Promise.all(late)) {
      expect(status).toBe(401);
      expect(milliseconds).toBeGreaterThan(950);
    }
    expect(one.alarm).toHaveBeenCalledTimes(1);
  });

  it('answers within a second, whatever AWS does', async () => {
    const one = await open({ answer: () => new Promise(() => undefined) });
    const { status, body } = await one.ask();
    expect(status).toBe(503);
    expect(JSON.parse(body)).toEqual({ Code: 'NotReady', Message: expect.any(String) as string });
    await expect.poll(async () => (await one.ask()).milliseconds).toBeLessThan(1_000);
  });

  it('gives what it is refused for as SDKs show it', async () => {
    const answer = { state: 'refused', status: 403, code: 'SignInNeeded', message: 'Sign in.' } as const;
    const one = await open({ answer: () => Promise.resolve(answer) });
    expect(await one.ask()).toMatchObject({
      status: 403,
      body: '{"Code":"SignInNeeded","Message":"Sign in."}',
    });
  });

  it('gives nothing any more once it is closed, not even what was being fetched', async () => {
    let give: (answer: EndpointAnswer) => void = () => undefined;
    const asked = vi.fn<() => void>();
    const stays = await open();
    const one = await open({
      answer: () => {
        asked();
        return new Promise((resolve) => (give = resolve));
      },
    });
    const waiting = one.ask();
    await until(() => {
      expect(asked).toHaveBeenCalled();
    });
    await one.close();
    give(keys);
    expect((await waiting).status).toBe(401);
    expect((await stays.ask()).status).toBe(200);
    await stays.close();
    expect((await stays.ask()).status).toBe(0);
  });

  it('opens again where it was, for the programs that know the address', async () => {
    const one = await open();
    await one.close();
    const id = one.path.slice('/v1/'.length);
    const again = await open({ place: { kind: 'shared', port: one.port, id }, token: one.token });
    expect(again.uri).toBe(one.uri);
    expect((await one.ask()).status).toBe(200);
  });

  it('says that a port is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    await expect(open({ place: { kind: 'port', port } })).rejects.toMatchObject({ code: 'bad-input' });
    await expect(open({ place: { kind: 'shared', port } })).rejects.toMatchObject({ code: 'bad-input' });
    taken.close();
  });

  it.skipIf(process.platform !== 'linux')('is seen on the loopback alone, and sees who asks', async () => {
    const seen: (number | undefined)[] = [];
    const one = await open({
      answer: async ({ program }) => {
        seen.push((await program())?.pid);
        return keys;
      },
    });
    const hex = one.port.toString(16).toUpperCase().padStart(4, '0');
    const lines = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
      readFileSync(file, 'latin1').split('\n'),
    );
    const listening = lines.filter((line) => new RegExp(`:${hex} [0:]+ 0A`).test(line));
    expect(listening.map((line) => line.trim().split(/\s+/)[1])).toEqual([`0100007F:${hex}`]);
    await one.ask();
    expect(seen).toEqual([process.pid]);
  });

  it.skipIf(process.getuid?.() !== 0)('is no help to another user without the token', async () => {
    const one = await open();
    const script = `curl -q -s -o /dev/null -w '%{http_code}' --noproxy '*' -H "Authorization: $1" "$2"`;
    const asNobody = (token: string) =>
      output('runuser', ['-u', 'nobody', '--', 'sh', '-c', script, 'sh', token, one.uri]);
    expect(await asNobody('guess')).toBe('401');
    expect(await asNobody(one.token)).toBe('200');
  });
});

async function output(command: string, given: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, given, { cwd: '/' }, (error, stdout) => {
      if (error === null) resolve(stdout);
      else reject(new Error(error.message));
    });
  });
}

/** DNS rebinding, other spellings of the same address, and what parsers disagree about. */
function wrongHosts(port: number): readonly string[] {
  const names = [
    ...['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '127.0.0.1.nip.io', 'latchkey'],
    ...['LOCALHOST', 'Localhost', 'localhost.', '127.0.0.1.', 'localhost.localdomain', 'ip6-localhost'],
    ...['127.0.0.2', '127.1', '127.0.1', '127.255.255.254', '0.0.0.0', '0', '2130706433', '0x7f000001'],
    ...[
      '0177.0.0.1',
      '127.000.000.001',
      '0x7f.0.0.1',
      '[::1]',
      '::1',
      '[::ffff:127.0.0.1]',
      '[0:0:0:0:0:0:0:1]',
    ],
    ...['[::]', '169.254.170.2', '169.254.169.254', '10.0.0.1', '192.168.0.1', 'user@127.0.0.1'],
    ...[
      '127.0.0.1@evil.example',
      '127.0.0.1,evil.example',
      '127.0.0.1 evil.example',
      'evil.example#127.0.0.1',
    ],
    ...[
      '127.0.0.1%00',
      '127.0.0.1/',
      'http://127.0.0.1',
      '//127.0.0.1',
      '１２７.0.0.1',
      'ⓛocalhost',
      '*',
      '',
    ],
  ];
  const ports = [
    '80',
    '443',
    String(port - 1),
    `0${port}`,
    `+${port}`,
    `${port}0`,
    `${port}x`,
    '',
    '0',
    '-1',
    '65536',
  ];
  return [
    ...names.map((name) => `${name}:${port}`),
    ...ports.map((one) => `127.0.0.1:${one}`),
    ...['127.0.0.1', 'localhost', `127.0.0.1:${port}:${port}`, `127.0.0.1:${port},localhost:${port}`],
    ...[
      `127.0.0.1:${port}/`,
      `127.0.0.1 :${port}`,
      `127.0.0.1: ${port}`,
      `127.0.0.1:${port}?`,
      `127.0.0.1:${port}#`,
    ],
  ];
}
