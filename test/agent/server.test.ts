import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { contract } from '../../src-main/contract.ts';
import { AppError, errorCodes } from '../../src-main/core/errors.ts';
import { httpStatus } from '../../src-main/agent/httpStatus.ts';
import { fakeApp, issued } from './support/fakeApp.ts';
import { openDoor } from './support/openDoor.ts';
import { get, post, rawRequest } from './support/rawRequest.ts';
import { temporaryHome } from './support/temporaryHome.ts';
import { fc } from '../support/fc.ts';
import { until } from '../support/until.ts';

const id = '0123456789abcdef01234567';

interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string; readonly hint: string | null };
}

function errorOf(body: string): ErrorBody['error'] {
  return (JSON.parse(body) as ErrorBody).error;
}

describe('the socket door', () => {
  it('answers a command with one JSON document', async () => {
    const { paths } = temporaryHome();
    await openDoor(paths, fakeApp(), { version: '1.2.3' });
    const answer = await rawRequest(paths.socket, post('/v1/listProfiles', '{}'));
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatch(/^latchkey-version: 1\.2\.3\r?$/m);
    expect(answer.headers).toMatch(/^cache-control: no-store\r?$/m);
    expect(JSON.parse(answer.body)).toHaveProperty('result.profiles.0.accountId', '000000000123');
  });

  it('says progress as it comes, one JSON line each, and the result last', async () => {
    const { paths } = temporaryHome();
    await openDoor(paths, fakeApp());
    const answer = await rawRequest(paths.socket, post('/v1/sync', '{}'));
    expect(answer.headers).toContain('content-type: application/x-ndjson');
    const lines = answer.body.split('\n').filter((line) => line.startsWith('{'));
    expect(lines.map((line) => Object.keys(JSON.parse(line) as object)[0])).toEqual([
      'progress',
      'progress',
      'result',
    ]);
  });

  it('gives an error its status, code, sentence, hint and details', async () => {
    const { paths } = temporaryHome();
    await openDoor(paths, fakeApp());
    const answer = await rawRequest(paths.socket, post('/v1/findProfile', '{"profile":"Pay"}'));
    expect(answer.status).toBe(409);
    expect(errorOf(answer.body)).toEqual({
      code: 'ambiguous-profile',
      message: '“Pay” fits two profiles.',
      hint: 'Name one of them.',
      details: ['Payments.Admin', 'Payroll.Admin'],
    });
  });

  it('has a status for every code, and none of them is a success', () => {
    for (const code of errorCodes) expect(httpStatus(new AppError(code, 'x'))).toBeGreaterThanOrEqual(400);
  });

  it('tells nothing of a fault of ours, and logs its name only', async () => {
    const { paths } = temporaryHome();
    const { logged } = await openDoor(paths, fakeApp());
    const answer = await rawRequest(paths.socket, post('/v1/status', '{}'));
    expect(answer.status).toBe(500);
    expect(errorOf(answer.body).code).toBe('internal');
    expect(answer.body + logged.join()).not.toContain('example-secret');
    expect(logged.join()).toContain('TypeError');
  });

  it('lets no member out that the contract does not name, in results and in progress', async () => {
    const { paths } = temporaryHome();
    const more = { refreshToken: 'example-secret' };
    await openDoor(
      paths,
      fakeApp({
        listProfiles: () => Promise.resolve({ profiles: [], ...more }),
        sync: (_, { progress }) => {
          progress({ kind: 'accounts', done: 1, total: 1, roles: 1, ...more });
          return Promise.resolve({ profiles: 1, added: [], removed: [], failed: [] });
        },
      }),
    );
    for (const command of ['listProfiles', 'sync']) {
      const answer = await rawRequest(paths.socket, post(`/v1/${command}`, '{}'));
      expect(answer.body).not.toContain('example-secret');
      expect(errorOf(answer.body).code).toBe('internal');
    }
  });

  it('keeps what decides where tokens go from the socket while the application runs', async () => {
    const { paths } = temporaryHome();
    const { close } = await openDoor(paths, fakeApp(), { headless: false });
    const request = post('/v1/setTrustSetting', '{"name":"proxy","value":"http://127.0.0.1:1"}');
    expect(errorOf((await rawRequest(paths.socket, request)).body).code).toBe('wrong-door');
    close();
    await openDoor(paths, fakeApp(), { headless: true });
    expect((await rawRequest(paths.socket, request)).status).toBe(200);
  });

  it('serves no command that is the window’s alone', async () => {
    const { paths } = temporaryHome();
    await openDoor(paths, fakeApp(), { headless: false });
    for (const [name, { doors }] of Object.entries(contract)) {
      if ((doors as readonly string[]).includes('socket')) continue;
      expect(errorOf((await rawRequest(paths.socket, post(`/v1/${name}`, '{}'))).body).code).toBe(
        'wrong-door',
      );
    }
  });

  it('aborts the call of a caller who went away, and that is no fault', async () => {
    const { paths } = temporaryHome();
    const calls: AbortSignal[] = [];
    const { logged } = await openDoor(
      paths,
      fakeApp({
        signIn: async (_, { signal }) => {
          calls.push(signal);
          return new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              reject(signal.reason as Error);
            });
          });
        },
      }),
    );
    const connection = connect(paths.socket);
    connection.write(post('/v1/signIn', '{}'));
    await until(() => {
      expect(calls).toHaveLength(1);
    });
    expect(calls[0]?.aborted).toBe(false);
    connection.destroy();
    await until(() => {
      expect(calls[0]?.aborted).toBe(true);
    });
    expect(logged).toEqual([]);
  });

  it.each([
    ['a browser’s Origin', post('/v1/status', '{}', { Origin: 'https://example.com' }), 403],
    ['a Referer', post('/v1/status', '{}', { Referer: 'https://example.com' }), 403],
    ['a Cookie', post('/v1/status', '{}', { Cookie: 'a=b' }), 403],
    ['Sec-Fetch-Site', post('/v1/status', '{}', { 'Sec-Fetch-Site': 'none' }), 403],
    ['a proxy’s header', post('/v1/status', '{}', { Via: '1.1 x' }), 403],
    ['Expect', post('/v1/status', '{}', { Expect: 'something' }), 417],
    ['another Host', post('/v1/status', '{}', { Host: 'localhost:80' }), 403],
    ['two Hosts', post('/v1/status', '{}', { host: 'latchkey' }), [400, 403]],
    ['no Host', 'GET /v1/status HTTP/1.1\r\n\r\n', 400],
    ['an absolute target', get('http://latchkey/v1/credential-process/' + id), 404],
    ['another method', get('/v1/status'), 405],
    ['a method that has no command', post('/v1/credential-process/' + id, '{}'), 405],
    ['a form', post('/v1/status', '{}', { 'Content-Type': 'application/x-www-form-urlencoded' }), 415],
    ['a query', post('/v1/status?x=1', '{}'), 404],
    ['no such command', post('/v1/constructor', '{}'), 404],
    ['no such path', get('/'), 404],
    ['no JSON', post('/v1/status', '{'), 400],
    ['no object', post('/v1/status', '[]'), 400],
    ['an unknown member', post('/v1/status', '{"x":1}'), 400],
    ['a prototype', post('/v1/status', '{"__proto__":{"x":1}}'), 400],
    ['more than 1 MB', post('/v1/status', ' '.repeat(1024 * 1024 + 1)), 413],
    ['a long header', post('/v1/status', '{}', { 'X-Long': 'x'.repeat(9000) }), 431],
    ['another protocol', 'SSH-2.0-x\r\n\r\n', 400],
  ])('refuses %s', async (_, bytes, status) => {
    const { paths } = temporaryHome();
    const commands: string[] = [];
    await openDoor(
      paths,
      new Proxy(fakeApp(), {
        get: (_target, name) => commands.push(String(name)),
      }),
    );
    const answer = await rawRequest(paths.socket, bytes);
    expect([status].flat()).toContain(answer.status);
    expect(commands).toEqual([]);
  });

  it('refuses more than 1 MB that comes in chunks', async () => {
    const { paths } = temporaryHome();
    await openDoor(paths, fakeApp());
    const head =
      'POST /v1/status HTTP/1.1\r\nHost: latchkey\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
    const chunk = `${(0x1_00_00).toString(16)}\r\n${' '.repeat(0x1_00_00)}\r\n`;
    const answer = await rawRequest(paths.socket, `${head}${chunk.repeat(17)}0\r\n\r\n`);
    expect(answer.status).toBe(413);
  });

  it('answers whatever JSON it is given, for every command, with a result or a typed error', async () => {
    const { paths } = temporaryHome();
    await openDoor(paths, fakeApp());
    const commands = Object.keys(contract).filter((name) => name !== 'status');
    const json = fc.oneof(
      fc.json(),
      fc.jsonValue().map((value) => JSON.stringify({ profile: value, all: value })),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...commands), json, async (name, body) => {
        const answer = await rawRequest(paths.socket, post(`/v1/${name}`, body));
        const last = JSON.parse(
          answer.body
            .trim()
            .split('\n')
            .filter((line) => line.startsWith('{'))
            .at(-1) ?? '',
        ) as object;
        if (answer.status === 200) expect(last).toHaveProperty('result');
        else expect(errorCodes).toContain((last as ErrorBody).error.code);
        expect(answer.body).not.toContain('in a fault of ours');
      }),
      { numRuns: 300 },
    );
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('lives through any bytes', async () => {
    const { paths } = temporaryHome();
    await openDoor(paths, fakeApp());
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.uint8Array({ maxLength: 200 }), async (path, bytes) => {
        const target = `/v1/${path.replaceAll(/[^\x21-\x7e]/g, '')}`;
        const request = Buffer.concat([
          Buffer.from(`POST ${target} HTTP/1.1\r\nHost: latchkey\r\n`),
          bytes,
          Buffer.from('\r\n\r\n'),
        ]);
        expect((await rawRequest(paths.socket, request)).status).not.toBe(200);
      }),
      { numRuns: 200 },
    );
    expect((await rawRequest(paths.socket, post('/v1/listProfiles', '{}'))).status).toBe(200);
  });

  it('does not answer a newer command, which would rather have an agent of its own version', async () => {
    const { paths } = temporaryHome();
    await openDoor(paths, fakeApp(), { version: '1.2.3' });
    const ask = async (version: string) =>
      (await rawRequest(paths.socket, post('/v1/listProfiles', '{}', { 'latchkey-version': version })))
        .status;
    expect(await ask('1.10.0')).toBe(426);
    expect(await ask('1.2.3')).toBe(200);
    expect(await ask('1.1.9')).toBe(200);
    expect(await ask('nonsense')).toBe(200);
  });

  it('does not answer a command with a session bus where it lacks one, and answers others', async () => {
    const { paths } = temporaryHome();
    await openDoor(paths, fakeApp(), { lacksSessionBus: () => true });
    const ask = async (headers: Record<string, string>) =>
      (await rawRequest(paths.socket, post('/v1/listProfiles', '{}', headers))).status;
    expect(await ask({ 'latchkey-session-bus': 'yes' })).toBe(426);
    expect(await ask({})).toBe(200);
  });

  it('makes no way for a command that met another agent in its place', async () => {
    const { paths } = temporaryHome();
    await openDoor(paths, fakeApp({ stopAgent: () => Promise.reject(new Error('stopped')) }), {
      version: '1.2.3',
    });
    const body = JSON.stringify({ why: 'replace' });
    const answer = await rawRequest(
      paths.socket,
      post('/v1/stopAgent', body, { 'latchkey-version': '1.2.3' }),
    );
    expect(JSON.parse(answer.body)).toEqual({ result: { stopping: false } });
  });
});

describe('the credential script’s door', () => {
  it('gives exactly the Version 1 document', async () => {
    const { paths } = temporaryHome();
    await openDoor(paths, fakeApp());
    const answer = await rawRequest(paths.socket, get(`/v1/credential-process/${id}`));
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({
      Version: 1,
      AccessKeyId: issued.accessKeyId,
      SecretAccessKey: issued.secretAccessKey,
      SessionToken: issued.sessionToken,
      Expiration: issued.expiration,
    });
  });

  it.each([
    ['sign-in-needed', 401],
    ['denied', 403],
    ['offline', 503],
  ] as const)('says %s as a sentence, without JSON and without controls', async (code, status) => {
    const { paths } = temporaryHome();
    const error = new AppError(code, 'Sign in to \u001b]0;x\u0007“acme” first.', {
      hint: 'Run `latchkey login acme`.',
    });
    await openDoor(paths, fakeApp({ credentials: () => Promise.reject(error) }));
    const answer = await rawRequest(paths.socket, get(`/v1/credential-process/${id}`));
    expect(answer.status).toBe(status);
    expect(answer.body).toContain('“acme” first. Run `latchkey login acme`.');
    expect(answer.body).not.toMatch(/[\p{Cc}{]/u);
  });

  it.each(['', 'x', `${id}0`, id.toUpperCase(), '..%2fstatus'])(
    'takes no other id, such as “%s”',
    async (wrong) => {
      const { paths } = temporaryHome();
      await openDoor(paths, fakeApp());
      expect((await rawRequest(paths.socket, get(`/v1/credential-process/${wrong}`))).status).toBe(400);
    },
  );
});
