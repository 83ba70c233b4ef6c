import { spawn, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startAws, type Aws } from '../aws/standIn.ts';
import { isAlive } from '../support/processes.ts';
import { command, createTestHome, type TestHome } from '../support/testHome.ts';

const prod = 'payments-prod.ReadOnlyAccess';
const root = join(import.meta.dirname, '../..');
/** Debian's Python has botocore; another one that comes first on PATH need not. */
const python = '/usr/bin/python3';

/** Each prints the access key id that the client finds by itself, as often as it is asked to with a moment between. */
const botocoreKeys = `
import sys, time, botocore.session
found = botocore.session.Session().get_credentials()
for turn in range(int(sys.argv[1])):
    if turn > 0: time.sleep(0.7)
    print(found.method, found.get_frozen_credentials().access_key, flush=True)
`;
const jsKeys = `
const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
const find = fromNodeProviderChain();
for (let turn = 0; turn < Number(process.argv[1]); turn += 1) {
  if (turn > 0) await new Promise((done) => setTimeout(done, 700));
  const { accessKeyId, expiration } = await find();
  if (expiration < new Date()) throw new Error('expired');
  console.log(accessKeyId);
}
`;
const js = (turns = 1) => ['node', '--input-type=module', '-e', jsKeys, String(turns)];
const boto = (turns = 1) => [python, '-c', botocoreKeys, String(turns)];

describe('endpoints', () => {
  let aws: Aws;
  let home: TestHome;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    aws = await startAws();
    home = await createTestHome({ aws });
    await home.signIn(aws);
    await home.latchkey(['sync']);
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    expect(aws.unknownCalls).toEqual([]);
  });
  afterAll(async () => {
    await home.dispose();
    await aws.close();
  });

  const exec = (words: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
    home.latchkey(['exec', '--endpoint', prod, '--', ...words], { cwd: root, environment });

  /** A command under an endpoint that stays until it is killed; says first where the endpoint is. */
  const held = async () => {
    const script =
      'echo "$AWS_CONTAINER_CREDENTIALS_FULL_URI $AWS_CONTAINER_AUTHORIZATION_TOKEN $$"; exec sleep 60';
    const words = [command, 'exec', '--endpoint', prod, '--', 'sh', '-c', script];
    const child = spawn(process.execPath, words, {
      env: home.environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const [line] = (await new Promise<string>((resolve) => {
      createInterface({ input: child.stdout }).once('line', resolve);
    }).then((text) => [text.split(' ')])) as [[string, string, string]];
    const [uri, token, sleeper] = line;
    return { uri, token, child, sleeper: Number(sleeper) };
  };
  /** Status of the endpoint; 0 where nobody listens. */
  const statusOf = async ({ uri, token }: { readonly uri: string; readonly token: string }) => {
    const { request } = await import('node:http');
    return new Promise<number>((resolve) => {
      request(uri, { headers: { authorization: token }, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on('error', () => {
          resolve(0);
        })
        .end();
    });
  };

  it('exec --endpoint gives a command the endpoint, and nothing else to sign with', async () => {
    const { stdout, code } = await exec(['env'], { AWS_PROFILE: 'other', AWS_ACCESS_KEY_ID: 'AKIAOTHER' });
    expect(code).toBe(0);
    const set = variablesIn(stdout);
    expect(set).toMatchObject({
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      LATCHKEY_PROFILE: prod,
    });
    expect(set['AWS_CONTAINER_CREDENTIALS_FULL_URI']).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1\/[\w-]{22}$/);
    expect(set['AWS_CONTAINER_AUTHORIZATION_TOKEN']).toMatch(/^[\w-]{43}$/);
    expect(
      Object.keys(set).filter((name) => /^AWS_(?:ACCESS|SECRET|SESSION|PROFILE|SECURITY)/.test(name)),
    ).toEqual([]);
    const gone = { uri: set['AWS_CONTAINER_CREDENTIALS_FULL_URI'] ?? '', token: '' };
    await expect.poll(() => statusOf(gone)).toBe(0);
  });

  it.each(clients().slice(0, 1))('%s takes them from there', async (client) => {
    const words = [
      client,
      '--endpoint-url',
      aws.endpoints.sts,
      'sts',
      'get-caller-identity',
      '--output',
      'json',
    ];
    const { stdout, stderr } = await exec(words);
    expect(stderr).toBe('');
    expect(stdout).toContain('AWSReservedSSO_ReadOnlyAccess');
  });

  it('the SDKs’ own chains take them from there, not from [default], and one set of keys does for all', async () => {
    mkdirSync(dirname(home.credentials), { recursive: true });
    writeFileSync(home.credentials, '[default]\naws_access_key_id = AKIAOTHER\naws_secret_access_key = x\n');
    const before = aws.calls('GetRoleCredentials');
    const [one, other] = await Promise.all([exec(boto()), exec(js())]);
    writeFileSync(home.credentials, '');
    expect(one.stderr).toContain('[default]');
    expect(one.stdout.trim()).toBe(`container-role ${other.stdout.trim()}`);
    expect(other.stdout).toMatch(/^ASIA\w+\n$/);
    expect(aws.calls('GetRoleCredentials')).toBe(before);
  });

  it('renews keys that live for seconds without the program noticing', async () => {
    await home.latchkey(['lock']);
    // No permission set's session is that short; AWS's clock says nothing of it, because ours follows that.
    const set = aws.organisation.permissionSet('ReadOnlyAccess');
    const { sessionHours } = set;
    Object.assign(set, { sessionHours: 2.1 / 3600 });
    const [one, other] = await Promise.all([exec(boto(4)), exec(js(4))]);
    Object.assign(set, { sessionHours });
    await home.latchkey(['lock']);
    for (const { stdout, stderr, code } of [one, other]) {
      expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
      const keys = stdout.trim().split('\n');
      expect(keys).toHaveLength(4);
      expect(new Set(keys).size).toBeGreaterThan(1);
    }
  });

  it('ends with the command, also by kill -9', async () => {
    const one = await held();
    expect(await statusOf(one)).toBe(200);
    expect(await statusOf({ ...one, token: 'guess' })).toBe(401);
    one.child.kill('SIGKILL');
    await expect.poll(() => statusOf(one)).toBe(0);
    process.kill(one.sleeper, 'SIGKILL');
  });

  it('comes back under the same address when the agent dies', async () => {
    const one = await held();
    const agent = home.agentPid() ?? 0;
    process.kill(agent, 'SIGKILL');
    await expect.poll(() => isAlive(agent)).toBe(false);
    await home.signIn(aws);
    await expect.poll(() => statusOf(one)).toBe(200);
    process.kill(one.sleeper, 'SIGKILL');
  });

  it.skipIf(process.platform !== 'linux')('listens on the loopback alone', async () => {
    const one = await held();
    await grant(['--port', '27312']);
    expect(listeningAddresses(home.agentPid() ?? 0)).toEqual(['0100007F', '0100007F']);
    await home.latchkey(['stop', '--all']);
    expect(listeningAddresses(home.agentPid() ?? 0)).toEqual(['0100007F']);
    process.kill(one.sleeper, 'SIGKILL');
  });

  const grant = async (words: readonly string[]) => {
    const { stdout, code, stderr } = await home.latchkey(['grant', prod, ...words]);
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('until') as string });
    return variablesIn(stdout);
  };

  it('a grant is good for programs that know its token, by variable or by file, until stop or lock', async () => {
    const byVariable = await grant(['--port', '27311']);
    expect(byVariable['AWS_CONTAINER_CREDENTIALS_FULL_URI']).toMatch(/^http:\/\/127\.0\.0\.1:27311\/v1\//);
    const file = join(home.folder, 'token');
    const byFile = await grant(['--port', '27313', '--token-file', file]);
    expect(byFile).not.toHaveProperty('AWS_CONTAINER_AUTHORIZATION_TOKEN');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toMatch(/^[\w-]{43}$/);
    const run = async ([program = '', ...words]: string[], environment: Record<string, string>) =>
      (await home.run(program, words, { environment, cwd: root })).stdout;
    expect(await run(js(), byVariable)).toMatch(/^ASIA/);
    expect(await run(js(), byFile)).toMatch(/^ASIA/);
    expect(await run(boto(), byVariable)).toMatch(/^container-role ASIA/);
    const status = (await home.json(['agent', 'status'])).value as { holds: string[] };
    expect(status.holds.filter((why) => why.startsWith('a grant of'))).toHaveLength(2);
    const stop = await home.latchkey(['stop', prod]);
    expect(stop.stderr).toContain('127.0.0.1:27311');
    const first = { uri: byVariable['AWS_CONTAINER_CREDENTIALS_FULL_URI'] ?? '', token: '' };
    expect(await statusOf(first)).toBe(0);
    await grant(['--port', '27311']);
    expect(await statusOf(first)).toBe(401);
    await home.latchkey(['lock']);
    expect(await statusOf(first)).toBe(0);
    const { value } = await home.json(['journal']);
    const how = (value as { entries: { how: string; accessKeyId: string }[] }).entries.map(
      (entry) => entry.how,
    );
    expect(how).toContain('grant');
    expect(how).toContain('endpoint');
  });

  it.skipIf(process.getuid?.() !== 0 || !existsSync('/usr/bin/unshare'))(
    'a container with its own network gets keys over the mounted socket: by a port of its own, or by curl alone',
    async () => {
      const folder = join(home.folder, 'doors');
      mkdirSync(folder, { mode: 0o700 });
      const socket = join(folder, 'prod.sock');
      const environment = await grant(['--socket', socket, '--port', '9911']);
      expect(environment['AWS_CONTAINER_CREDENTIALS_FULL_URI']).toMatch(/^http:\/\/127\.0\.0\.1:9911\/v1\//);
      const forward = `const net = require('node:net'); net.createServer((near) => { near.pipe(net.connect(process.argv[1])).pipe(near); }).listen(9911, '127.0.0.1', () => console.log('up'));`;
      const inside = [
        'ip link set lo up',
        `node -e "$1" "$2" > "$3/up" & forwarder=$!`,
        'while ! grep -q up "$3/up" 2>/dev/null; do sleep 0.05; done',
        `node --input-type=module -e "$4" 1; kill $forwarder`,
        'path=${AWS_CONTAINER_CREDENTIALS_FULL_URI#http://127.0.0.1:9911}',
        `printf 'header = "Authorization: %s"' "$AWS_CONTAINER_AUTHORIZATION_TOKEN" | curl -q -sS -K - --unix-socket "$2" "http://localhost$path/credential-process"`,
      ].join('\n');
      const given = ['-n', 'sh', '-c', inside, 'sh', forward, socket, folder, jsKeys];
      const { stdout, stderr } = await home.run('unshare', given, { environment, cwd: root });
      expect(stderr).toBe('');
      const [keyId, document] = stdout.split('\n');
      expect(JSON.parse(document ?? '')).toMatchObject({ Version: 1, AccessKeyId: keyId });
      await home.latchkey(['stop', prod]);
      expect(existsSync(socket)).toBe(false);
    },
  );

  it('does not print a token onto a terminal, and refuses a port that is taken', async () => {
    await grant(['--port', '27311']);
    const taken = await home.latchkey(['grant', prod, '--port', '27311']);
    expect(taken).toMatchObject({ code: 2, stdout: '' });
    expect(taken.stderr).toContain('taken');
    expect((await home.latchkey(['grant', prod])).stderr).toContain('--port');
    await home.latchkey(['lock']);
  });
});

/** `NAME=value` lines. */
function variablesIn(text: string): Record<string, string> {
  const pairs = text
    .trim()
    .split('\n')
    .map((line) => line.split(/=(.*)/s));
  return Object.fromEntries(pairs.map(([name = '', value = '']) => [name, value]));
}

/** The AWS CLIs that are here. */
function clients(): string[] {
  const folders = ['/usr/bin', ...(process.env['PATH'] ?? '').split(':')];
  const paths = folders.map((folder) => `${folder}/aws`).filter((path) => existsSync(path));
  return [...new Map(paths.map((path) => [realpathSync(path), path])).values()];
}

/** Local addresses, in the kernel’s hex, at which a process listens for TCP. */
function listeningAddresses(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  const links = readdirSync(folder).flatMap((name) => {
    try {
      return [readlinkSync(join(folder, name))];
    } catch {
      return [];
    }
  });
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    readFileSync(file, 'latin1')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(
        ([, , , state, , , , , , inode]) => state === '0A' && links.includes(`socket:[${String(inode)}]`),
      )
      .map(([, local = '']) => local.split(':')[0] ?? ''),
  );
}
