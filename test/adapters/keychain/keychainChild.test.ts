import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { NumberedAnswer } from '../../../src-main/adapters/keychain/keychainMessages.ts';
import { createKeychainProcess, forkChild } from '../../../src-main/adapters/keychain/keychainProcess.ts';
import { systemClock } from '../../../src-main/adapters/systemClock.ts';
import { buildKeychainChild, type BuiltChild } from '../../support/keychainChild.ts';

let built: BuiltChild;
const children: ChildProcess[] = [];

beforeAll(async () => {
  built = await buildKeychainChild();
});
afterAll(() => {
  built.remove();
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function givenChild(env: NodeJS.ProcessEnv = {}, execArgv: readonly string[] = []): ChildProcess {
  const child = fork(built.path, [], {
    env,
    execArgv: [...execArgv],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  children.push(child);
  return child;
}

/** Without a bus the answer says so: enough to know that the child lives and answers. */
async function ask(child: ChildProcess): Promise<NumberedAnswer> {
  const answer = once(child, 'message');
  child.send({ number: 1, request: { operation: 'state', service: 'latchkey:home' } });
  return (await answer)[0] as NumberedAnswer;
}

/** Inodes of the TCP sockets that the process listens on. */
function listeningSockets(pid: number): readonly string[] {
  const own = readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return /socket:\[(\d+)\]/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
    } catch {
      return undefined; // closed meanwhile
    }
  });
  const listenState = '0A';
  return ['tcp', 'tcp6']
    .flatMap((table) => readFileSync(`/proc/${pid}/net/${table}`, 'utf8').split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === listenState && own.includes(inode))
    .map((columns) => columns[9]!);
}

describe.runIf(process.platform === 'linux')('the process of the keychain', () => {
  test('opens no inspector on SIGUSR1', async () => {
    const child = givenChild();
    await ask(child);
    child.kill('SIGUSR1');
    // The signal is handled before a later message is answered; the inspector's thread would listen soon after.
    for (let round = 0; round < 20; round += 1) {
      expect((await ask(child)).answer.state).toBe('unavailable');
      expect(listeningSockets(child.pid!)).toEqual([]);
    }
  });

  test('does not run where something may look into it or be loaded into it', async () => {
    const refused = [
      givenChild({ NODE_OPTIONS: '--no-warnings' }),
      givenChild({}, ['--inspect=127.0.0.1:0']),
      givenChild({}, ['--no-warnings']),
    ];
    const codes = await Promise.all(
      refused.map(async (child) => ((await once(child, 'exit')) as [number])[0]),
    );
    expect(codes).toEqual([1, 1, 1]);
  });

  test('ends when its parent goes', async () => {
    const child = givenChild();
    await ask(child);
    const exit = once(child, 'exit');
    child.disconnect();
    await exit;
    expect(child.signalCode).toBe('SIGKILL');
  });

  test('is given no variable but those that lead to the keychain', async () => {
    const start = forkChild(built.path, {
      ...process.env,
      HOME: '/home/somebody',
      NODE_OPTIONS: '--no-warnings',
      LD_PRELOAD: '',
      AWS_SECRET_ACCESS_KEY: 'canary',
      LATCHKEY_PASSPHRASE: 'canary',
    });
    const keychain = createKeychainProcess(start, systemClock);
    try {
      await keychain.ask({ operation: 'state', service: 'latchkey:home' }, 10_000);
      const names = environmentOf(built.path).map((line) => line.split('=')[0]);
      expect(names).toContain('HOME');
      expect(names.filter((name) => name && /^(AWS|LATCHKEY|LD|PATH|NODE_OPTIONS)/.test(name))).toEqual([]);
      expect(environmentOf(built.path).join()).not.toContain('canary');
    } finally {
      await keychain.close();
    }
  });
});

/** Of the one process that runs `script`. */
function environmentOf(script: string): readonly string[] {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      if (line.includes(script)) return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    } catch {
      // gone meanwhile
    }
  }
  throw new Error('The process does not run');
}
