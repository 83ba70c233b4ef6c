import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src-main/core/errors.ts';
import { hasTmux, startTmux } from '../support/tmux.ts';
import { issued, row } from './answers.ts';
import { buildCommand, type BuiltCommand, ended } from './builtCommand.ts';
import { fakeAgent, type FakeAgent } from './fakeAgent.ts';
import { onTerminal, python } from './onTerminal.ts';

let command: BuiltCommand;
let agent: FakeAgent;
const node = process.execPath;

beforeAll(async () => {
  command = await buildCommand();
  agent = await fakeAgent();
});
afterAll(async () => {
  command.remove();
  await agent.close();
});
beforeEach(() => {
  agent.asked.length = 0;
  agent.answers = { credentials: () => issued };
});

const exec = async (words: readonly string[], env: NodeJS.ProcessEnv = {}, input = '') =>
  command.run(['exec', ...words], { ...agent.env, ...env }, input);
/** A program of one line. */
const js = (text: string): string[] => ['--', node, '-e', text];

describe('what the command gets', () => {
  it('is the keys and nothing that contradicts them, the rest of the environment and none of our secrets', async () => {
    const leftovers = {
      AWS_PROFILE: 'other',
      AWS_DEFAULT_PROFILE: 'other',
      AWS_SECURITY_TOKEN: 'old',
      AWS_ACCESS_KEY: 'old',
      AWS_SECRET_KEY: 'old',
      AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/other',
      AWS_WEB_IDENTITY_TOKEN_FILE: '/token',
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/',
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'old',
      LATCHKEY_PASSPHRASE: 'opens-the-file',
      LATCHKEY_LABELS: 'production',
    };
    const kept = { AWS_PAGER: '', AWS_CONFIG_FILE: '/etc/config', EDITOR: 'vi' };
    const show = js('process.stdout.write(JSON.stringify(process.env))');
    const { code, stdout, stderr } = await exec(['prod.Admin', ...show], { ...leftovers, ...kept });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      ...(JSON.parse(JSON.stringify(agent.env)) as object),
      ...kept,
      AWS_ACCESS_KEY_ID: issued.accessKeyId,
      AWS_SECRET_ACCESS_KEY: issued.secretAccessKey,
      AWS_SESSION_TOKEN: issued.sessionToken,
      AWS_CREDENTIAL_EXPIRATION: issued.expiration,
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      LATCHKEY_PROFILE: 'prod.Admin',
    });
    expect(agent.asked).toEqual([['credentials', { profile: 'prod.Admin', use: 'exec' }]]);
  });

  it('are its arguments as they are, without a shell', async () => {
    const words = ['--json', '$(touch made)', '*', "it's", '', '--', '-h', '\\', 'two\nlines'];
    const show = js('process.stdout.write(JSON.stringify(process.argv.slice(1)))');
    const { stdout } = await exec(['--reason', 'r', 'prod.Admin', ...show, '--', ...words]);
    expect(JSON.parse(stdout)).toEqual(words);
  });

  it('is the stdin, the stdout and the stderr of latchkey', async () => {
    const text =
      "process.stdin.on('data', (d) => process.stdout.write(d)).on('end', () => console.error('end'))";
    expect(await exec(['prod.Admin', ...js(text)], {}, 'typed')).toEqual({
      code: 0,
      stdout: 'typed',
      stderr: 'end\n',
    });
  });

  it('are labels, for programs that look where they are', async () => {
    agent.answers.credentials = () => ({ ...issued, labels: ['production', 'pci'] });
    const { stdout } = await exec(['prod.Admin', ...js('process.stdout.write(process.env.LATCHKEY_LABELS)')]);
    expect(stdout).toBe('production,pci');
  });

  it('is the file that a shell opened for it', async () => {
    const line = `"$0" "$1" exec prod.Admin -- cat <(echo opened)`;
    const child = spawn('bash', ['-c', line, node, command.entry], { env: agent.env });
    expect(await ended(child)).toEqual({ code: 0, stdout: 'opened\n', stderr: '' });
  });
});

describe('the profile', () => {
  it('is the one that LATCHKEY_PROFILE names where none stands before --', async () => {
    await exec(js(''), { LATCHKEY_PROFILE: 'sandbox.Admin' });
    expect(agent.asked).toEqual([['credentials', { profile: 'sandbox.Admin', use: 'exec' }]]);
  });

  it.each([
    ['no --', ['prod.Admin', 'aws', 's3', 'ls']],
    ['nothing behind --', ['prod.Admin', '--']],
    ['two profiles', ['prod.Admin', 'sandbox.Admin', '--', 'true']],
    ['none', ['--', 'true']],
    ['an unknown option', ['--bogus', 'prod.Admin', '--', 'true']],
  ])('with %s is wrong usage, and nothing is asked or run', async (_, words) => {
    expect(await exec(words)).toMatchObject({ code: 2, stdout: '' });
    expect(agent.asked).toEqual([]);
  });

  it('that a person gave another for is said on stderr, and what was asked for is not', async () => {
    agent.answers.credentials = () => ({ ...issued, profileName: 'prod.ReadOnly', roleName: 'ReadOnly' });
    const { stderr } = await exec(['prod.Admin', ...js('')]);
    expect(stderr).toBe('These are the keys of prod.ReadOnly, given instead of prod.Admin.\n');
    expect((await exec(['111122223333/ReadOnly', ...js('')])).stderr).toBe('');
  });

  it('that must be answered for first runs nothing without the answer: exit 3', async () => {
    agent.answers.credentials = () => {
      throw new AppError('ask-first', 'prod.Admin asks first, and nobody can be asked here.');
    };
    expect(await exec(['prod.Admin', ...js("console.log('ran')")])).toMatchObject({ code: 3, stdout: '' });
  });
});

describe('the end', () => {
  it.each([0, 1, 3, 42, 255])('with %i is ours, too', async (code) => {
    expect(await exec(['prod.Admin', ...js(`process.exit(${code})`)])).toEqual({
      code,
      stdout: '',
      stderr: '',
    });
  });

  it('of a program that is not there is 127, in words', async () => {
    expect(await exec(['prod.Admin', '--', '/no/such/program'])).toEqual({
      code: 127,
      stdout: '',
      stderr: 'latchkey: “/no/such/program” was not found, or what its first line names was not.\n',
    });
  });

  it('of a program that is not executable is 126, in words', async () => {
    const path = join(agent.folder, 'plain');
    writeFileSync(path, 'text');
    chmodSync(path, 0o600);
    const { code, stderr } = await exec(['prod.Admin', '--', path]);
    expect({ code, stderr }).toEqual({
      code: 126,
      stderr: `latchkey: “${path}” could not be started: it is not executable.\n`,
    });
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGKILL', 'SIGHUP', 'SIGUSR2'] as const)(
    'by %s is ours, too',
    async (signal) => {
      const child = spawn(
        node,
        [command.entry, 'exec', 'prod.Admin', ...js(`process.kill(process.pid, '${signal}')`)],
        {
          env: agent.env,
          stdio: 'ignore',
        },
      );
      expect(await once(child, 'exit')).toEqual([null, signal]);
    },
  );

  it('by a signal that writes a core is told by the exit code: a core of ours would hold keys', async () => {
    const child = spawn(
      node,
      [command.entry, 'exec', 'prod.Admin', ...js("process.kill(process.pid, 'SIGABRT')")],
      {
        env: agent.env,
        stdio: 'ignore',
      },
    );
    expect(await once(child, 'exit')).toEqual([134, null]);
  });
});

const signals = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;
/** Says that it is there, then what it hears, and ends at SIGTERM with 7. */
const listener = `
  for (const one of ${JSON.stringify(signals)}) process.on(one, () => {
    console.log(one);
    if (one === 'SIGTERM') process.exit(7);
  });
  console.log('there');
  setTimeout(() => process.exit(99), 60000);
`;

describe('signals', () => {
  async function line(child: ChildProcess): Promise<string> {
    const [text] = (await once(child.stdout!, 'data')) as [Buffer];
    return text.toString().trim();
  }

  it('without a terminal reach the command, and it decides what comes of them', async () => {
    const child = spawn(node, [command.entry, 'exec', 'prod.Admin', ...js(listener)], {
      env: agent.env,
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    expect(await line(child)).toBe('there');
    for (const signal of ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGTERM'] as const) {
      child.kill(signal);
      expect(await line(child)).toBe(signal);
    }
    expect(await once(child, 'exit')).toEqual([7, null]);
  });

  it.skipIf(python === undefined)(
    'typed at a terminal come once: Ctrl-C is the command’s (needs python3)',
    async () => {
      // Longer than a command of ours has after Ctrl-C.
      const counter = `
      let heard = 0;
      process.on('SIGINT', () => { heard += 1; setTimeout(() => { console.log('heard ' + heard); process.exit(5); }, 1300); });
      console.log(['there', process.stdin.isTTY, process.stdout.isTTY].join(' '));
      setTimeout(() => process.exit(99), 60000);
    `;
      agent.answers.findProfile = () => ({ profile: row('prod.Admin') });
      const run = await onTerminal(command.entry, ['exec', 'prod.Admin', ...js(counter)], {
        env: agent.env,
        steps: [{ await: 'there true true', type: '\u0003' }],
      });
      expect(run).toMatchObject({ code: 5, missed: null });
      expect(run.screen).toContain('heard 1');
    },
  );

  if (!hasTmux) process.stderr.write('skipped: Ctrl-Z at a terminal, tmux is not installed\n');
  it.skipIf(!hasTmux)('let a shell stop the command and take it up again, as any other job', async () => {
    const env = { ...agent.env, NODE: node, LATCHKEY: command.entry, PS1: 'ready> ' };
    const terminal = startTmux(['bash', '--norc'], env, agent.folder);
    agent.answers.findProfile = () => ({ profile: row('prod.Admin') });
    try {
      await terminal.shows(/ready> *$/m);
      terminal.enter(
        `"$NODE" "$LATCHKEY" exec prod.Admin -- sh -c 'echo the''re; read line; echo "got $line"; exit 9'`,
      );
      await terminal.shows(/^there/m);
      terminal.press('C-z');
      await terminal.shows('Stopped');
      terminal.enter('fg');
      terminal.enter('typed');
      await terminal.shows('got typed');
      terminal.enter('echo "code $?"');
      await terminal.shows('code 9');
    } finally {
      terminal.end();
    }
  });
});
