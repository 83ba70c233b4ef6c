import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { credentialScript, writeCredentialScript } from '../../src-main/agent/credentialScript.ts';
import { AppError, type ErrorCode } from '../../src-main/core/errors.ts';
import { fakeApp, issued } from './support/fakeApp.ts';
import { openDoor } from './support/openDoor.ts';
import { temporaryHome, type TemporaryHome } from './support/temporaryHome.ts';

const id = '0123456789abcdef01234567';
/** A shell with the options before the script: macOS has bash as its sh, or zsh. */
const shells = [
  '/bin/sh',
  '/bin/dash',
  '/bin/bash',
  '/bin/bash --posix',
  '/bin/zsh',
  '/bin/zsh --emulate sh',
  '/bin/busybox sh',
].filter((shell) => existsSync(shell.split(' ')[0] ?? ''));
const document = {
  Version: 1,
  AccessKeyId: issued.accessKeyId,
  SecretAccessKey: issued.secretAccessKey,
  SessionToken: issued.sessionToken,
  Expiration: issued.expiration,
};

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(file: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(file, args, { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

/** A home with a space and quotes in its path, the script, and a command that tells what it was given. */
function scriptHome(): TemporaryHome {
  const home = temporaryHome(`it's a "home" $(touch x)`);
  const command = join(home.paths.home, 'latchkey.js');
  writeFileSync(
    command,
    'console.log(JSON.stringify({args:process.argv.slice(2),home:process.env.LATCHKEY_HOME,options:process.env.NODE_OPTIONS}))',
  );
  writeCredentialScript(home.paths, { node: process.execPath, command });
  return home;
}

async function runScript(
  home: TemporaryHome,
  env: Record<string, string> = {},
  shell?: string,
): Promise<Ended> {
  if (shell === undefined) return run(home.paths.script, [id], env);
  const [program = '', ...options] = shell.split(' ');
  return run(program, [...options, home.paths.script, id], env);
}

/** What an agent that was killed leaves: curl finds it, and nobody there. */
async function staleSocket(path: string): Promise<void> {
  mkdirSync(dirname(path), { mode: 0o700 });
  const text = `require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
  await run(process.execPath, ['-e', text, path]);
}

describe.each(shells)('the credential script under %s', (shell) => {
  it('prints the Version 1 document and nothing else', async () => {
    const home = scriptHome();
    await openDoor(home.paths, fakeApp());
    const ended = await runScript(home, {}, shell);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(ended.stdout)).toEqual(document);
  });

  it.each<[ErrorCode, number]>([
    ['sign-in-needed', 3],
    ['secrets-locked', 3],
    ['denied', 4],
    ['offline', 1],
    ['no-such-profile', 1],
  ])('prints nothing and says why at %s, exit code %i', async (error, code) => {
    const home = scriptHome();
    const app = fakeApp({
      credentials: () =>
        Promise.reject(new AppError(error, 'Something is “so” \\n.', { hint: 'Do it 100 %s.' })),
    });
    await openDoor(home.paths, app);
    expect(await runScript(home, {}, shell)).toEqual({
      code,
      stdout: '',
      stderr: 'Latchkey: Something is “so” \\n. Do it 100 %s.\n',
    });
  });

  it('hands over to the command of this home when nobody answers', async () => {
    const home = scriptHome();
    const env = { LATCHKEY_HOME: '/another', NODE_OPTIONS: '--no-warnings' };
    const ended = await runScript(home, env, shell);
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.stdout)).toEqual({ args: ['credentials', '--id', id], home: home.paths.home });
  });

  it('hands over when a stale socket or a foreign thing lies in the socket’s place', async () => {
    const home = scriptHome();
    mkdirSync(home.paths.socketFolder, { mode: 0o700 });
    writeFileSync(home.paths.socket, '');
    expect((await runScript(home, {}, shell)).stdout).toContain('--id');
  });

  it('hands over when there is no curl', async () => {
    const home = scriptHome();
    await openDoor(home.paths, fakeApp());
    const text = readFileSync(home.paths.script, 'utf8').replaceAll('/usr/bin/curl', '/nowhere/curl');
    writeFileSync(home.paths.script, text);
    expect((await runScript(home, {}, shell)).stdout).toContain('--id');
  });

  it('says what to do when there is nothing to hand over to', async () => {
    const home = scriptHome();
    writeCredentialScript(home.paths, { node: '/nowhere/node', command: '/nowhere/latchkey.js' });
    const ended = await runScript(home, {}, shell);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toContain('latchkey agent start');
  });

  it('says to open the application where no Node could run the command', async () => {
    const home = scriptHome();
    writeCredentialScript(home.paths, undefined);
    const ended = await runScript(home, {}, shell);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toBe('Latchkey is not running: open it, then try again.\n');
  });

  it('takes an id and nothing else', async () => {
    const home = scriptHome();
    await openDoor(home.paths, fakeApp());
    const wrong = [
      [],
      [''],
      ['x'],
      [id, id],
      [`${id}0`],
      [id.replace('f', 'F')],
      [`${id.slice(1)};`],
      [`../../${id.slice(6)}`],
      ['-h'],
      [`${id.slice(1)}\n`],
    ];
    for (const args of wrong) {
      const [program = '', ...options] = shell.split(' ');
      const ended = await run(program, [...options, home.paths.script, ...args]);
      expect(ended).toMatchObject({ code: 1, stdout: '' });
    }
  });
});

describe('the credential script', () => {
  it('works through a shell and without one, with spaces and quotes in its path', async () => {
    const home = temporaryHome('a home');
    writeCredentialScript(home.paths, { node: process.execPath, command: '/nowhere' });
    await openDoor(home.paths, fakeApp());
    expect(JSON.parse((await run('/bin/sh', ['-c', `"${home.paths.script}" ${id}`])).stdout)).toEqual(
      document,
    );
    expect(JSON.parse((await run(home.paths.script, [id])).stdout)).toEqual(document);
  });

  it('heeds no .curlrc, proxy, shell start-up file, function or trace of the caller', async () => {
    const home = scriptHome();
    await openDoor(home.paths, fakeApp());
    const trap = join(home.folder, 'trap');
    mkdirSync(trap);
    const rc = ['trace-ascii', 'output', 'dump-header', 'stderr'].map(
      (name) => `${name} = "${join(trap, name)}"`,
    );
    writeFileSync(join(home.folder, '.curlrc'), rc.join('\n'));
    writeFileSync(join(home.folder, 'startup'), `touch '${join(trap, 'startup')}'\n`);
    const ended = await runScript(home, {
      HOME: home.folder,
      CURL_HOME: home.folder,
      XDG_CONFIG_HOME: home.folder,
      http_proxy: 'http://127.0.0.1:1',
      ALL_PROXY: 'http://127.0.0.1:1',
      ENV: join(home.folder, 'startup'),
      IFS: '/0123456789',
      SHELLOPTS: 'xtrace',
      PS4: '+ ',
      'BASH_FUNC_printf%%': `() { touch '${join(trap, 'function')}'; }`,
    });
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.stdout)).toEqual(document);
    expect(ended.stderr).not.toContain(issued.secretAccessKey);
    expect(readdirSync(trap)).toEqual([]);
  });

  it('traces no key and runs no function of the caller under bash either', async () => {
    const home = scriptHome();
    await openDoor(home.paths, fakeApp());
    const trap = join(home.folder, 'trap');
    const functions = {
      'BASH_FUNC_printf%%': `() { builtin printf '%s' "$2" >'${trap}'; builtin printf "$@"; }`,
    };
    const ended = await runScript(home, { SHELLOPTS: 'xtrace:verbose', ...functions }, '/bin/bash');
    expect(existsSync(trap)).toBe(false);
    expect(JSON.parse(ended.stdout)).toEqual(document);
    expect(ended.stderr).not.toContain(issued.secretAccessKey);
  });

  it.each<[string, Record<string, string>]>([
    ['an empty PATH', { PATH: '' }],
    ['options that end a shell early', { SHELLOPTS: 'errexit:nounset:noglob:allexport' }],
    ['POSIXLY_CORRECT', { POSIXLY_CORRECT: 'y' }],
    ['another locale', { LC_ALL: 'tr_TR.UTF-8', LANG: 'de_DE' }],
    ['libraries of another program', { LD_LIBRARY_PATH: '/nowhere', LD_PRELOAD: '' }],
    [
      'names of its own variables',
      { answer: 'x', socket: '/x', folder: '/x', node: '/x', PPID: '1', newline: 'x' },
    ],
  ])('works with %s in the environment, whoever answers', async (_, env) => {
    const home = scriptHome();
    await staleSocket(home.paths.socket);
    for (const shell of [undefined, '/bin/bash']) {
      expect((await runScript(home, env, shell)).stdout).toContain('"--id"');
    }
    await openDoor(home.paths, fakeApp());
    for (const shell of [undefined, '/bin/bash']) {
      expect(JSON.parse((await runScript(home, env, shell)).stdout)).toEqual(document);
    }
  });

  it('gives curl no library of the caller’s', async () => {
    const home = scriptHome();
    const text = readFileSync(home.paths.script, 'utf8');
    const curl = join(home.folder, 'curl');
    writeFileSync(curl, '#!/bin/sh\nprintf "%s\\n200" "$LD_LIBRARY_PATH$LD_PRELOAD$LD_AUDIT"\n', {
      mode: 0o700,
    });
    writeFileSync(home.paths.script, text.replaceAll('/usr/bin/curl', curl));
    await openDoor(home.paths, fakeApp());
    const ended = await runScript(home, { LD_LIBRARY_PATH: '/a', LD_AUDIT: '' });
    expect(ended.stdout).toBe('\n');
  });

  it('says after 25 seconds of a question to the person where to answer it', async () => {
    const home = scriptHome();
    let goesOn: () => void = () => undefined;
    const app = fakeApp({
      credentials: async (_, { requester }) =>
        new Promise((_resolve, reject) => {
          if (requester?.kind !== 'program') throw new Error('nobody asked');
          requester.patience?.addEventListener('abort', () => {
            reject(requester.patience?.reason as Error);
          });
          goesOn();
        }),
    });
    const slept: number[] = [];
    const asked = new Promise<void>((resolve) => (goesOn = resolve));
    const sleep = async (milliseconds: number) => {
      slept.push(milliseconds);
      await asked;
    };
    await openDoor(home.paths, app, { clock: { now: () => Date.now(), sleep } });
    expect(await runScript(home)).toEqual({
      code: 3,
      stdout: '',
      stderr: 'Latchkey: Latchkey asks about this in its window: answer there, then try again.\n',
    });
    // Before curl itself gives up.
    expect(slept).toEqual([25_000]);
    expect(Number(/--max-time (\d+)/.exec(readFileSync(home.paths.script, 'utf8'))?.[1])).toBeGreaterThan(26);
  });

  it('uses nothing that bash 3.2, the sh of macOS, or a plain POSIX shell lacks', () => {
    const text = credentialScript(temporaryHome().paths, undefined)
      .split('\n')
      .filter((line) => !line.startsWith('#'))
      .join('\n')
      .replaceAll(/'[^']*'/g, "''");
    const newer =
      /\[\[|\$'|<<<|[<>]\(|\blocal\b|\bfunction\b|\bsource\b|==|&>|\$\{\w+[,^/:]|\blet\b|\(\(|\+=|\bread\b/;
    expect(text).not.toMatch(newer);
    // The only program is curl, by its path; the rest is the shell's own.
    expect(text).not.toMatch(/`|(?<![-\w])(?:cat|sed|awk|grep|head|tail|env|echo|test|mktemp|stat|id)\b/);
  });

  it('is written 0700 in one step, and left alone when it is right', () => {
    const home = scriptHome();
    const { script } = home.paths;
    const fallback = { node: process.execPath, command: join(home.paths.home, 'latchkey.js') };
    const first = lstatSync(script);
    expect(first.mode & 0o777).toBe(0o700);
    writeCredentialScript(home.paths, fallback);
    expect(lstatSync(script).ino).toBe(first.ino);
    chmodSync(script, 0o755);
    writeCredentialScript(home.paths, fallback);
    expect(lstatSync(script).mode & 0o777).toBe(0o700);
    writeFileSync(script, '#!/bin/sh\n');
    writeCredentialScript(home.paths, fallback);
    expect(readFileSync(script, 'utf8')).toBe(credentialScript(home.paths, fallback));
    expect(readdirSync(join(home.paths.home, 'bin'))).toEqual(['latchkey-credentials']);
  });

  it('finds the ordinary home again, whatever the caller names', async () => {
    const home = scriptHome();
    writeCredentialScript(
      { ...home.paths, homeVariable: undefined },
      { node: process.execPath, command: join(home.paths.home, 'latchkey.js') },
    );
    const ended = await runScript(home, { LATCHKEY_HOME: '/another' });
    expect(JSON.parse(ended.stdout)).toEqual({ args: ['credentials', '--id', id] });
  });
});
