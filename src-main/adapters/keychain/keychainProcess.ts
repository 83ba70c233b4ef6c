import { fork } from 'node:child_process';
import type { Clock, Log } from '../../core/ports.ts';
import type { KeychainAnswer, KeychainRequest, NumberedAnswer, NumberedRequest } from './keychainMessages.ts';

/** A started child; the seam between a forked process and Electron's utilityProcess. */
export interface ChildTransport {
  send(request: NumberedRequest): void;
  onMessage(listener: (answer: NumberedAnswer) => void): void;
  /** Called once, whether it ended, crashed or never started. */
  onGone(listener: () => void): void;
  kill(): void;
}

export type StartChild = () => ChildTransport;

export interface KeychainProcess {
  /**
   * Asks the child, which is started when there is none. After a crash, or an answer of `broken`, a fresh child is
   * asked once more; `late` is said after `limit` milliseconds, and the child that hangs is ended.
   */
  ask(request: KeychainRequest, limit: number): Promise<KeychainAnswer | { readonly state: 'late' }>;
  close(): Promise<void>;
}

export function createKeychainProcess(start: StartChild, clock: Clock, log?: Log): KeychainProcess {
  let child: Child | undefined;
  let closed = false;

  const drop = (gone: Child, reason: string) => {
    gone.kill();
    if (child !== gone) return;
    child = undefined;
    if (!closed) log?.write('keychain-process-ended', { reason });
  };

  async function askTwice(request: KeychainRequest, late: Promise<'late'>) {
    for (let attempt = 1; ; attempt += 1) {
      if (closed) return { state: 'unavailable', reason: 'The keychain was closed.' } as const;
      const asked = (child ??= startChild(start));
      const answer = await Promise.race([asked.ask(request), late]);
      if (answer === 'late') {
        drop(asked, 'late');
        return { state: 'late' } as const;
      }
      if (answer.state !== 'broken') return answer;
      drop(asked, answer.reason);
      if (attempt === 2) return answer;
    }
  }

  return {
    ask: async (request, limit) => {
      const answered = new AbortController();
      const late = clock.sleep(limit, answered.signal).then(() => 'late' as const);
      late.catch(() => undefined); // the abort below
      try {
        return await askTwice(request, late);
      } finally {
        answered.abort();
      }
    },
    close: async () => {
      closed = true;
      const last = child;
      last?.kill();
      await last?.gone;
    },
  };
}

type Child = ReturnType<typeof startChild>;

function startChild(start: StartChild) {
  const transport = start();
  const waiting = new Map<number, (answer: KeychainAnswer) => void>();
  let number = 0;
  transport.onMessage((message) => {
    waiting.get(message.number)?.(message.answer);
    waiting.delete(message.number);
  });
  const died = { state: 'broken', reason: "The keychain's process ended." } as const;
  let isGone = false;
  const gone = new Promise<void>((resolve) => {
    transport.onGone(() => {
      isGone = true;
      for (const settle of waiting.values()) settle(died);
      resolve();
    });
  });
  return {
    gone,
    kill: () => {
      transport.kill();
    },
    ask: (request: KeychainRequest) =>
      new Promise<KeychainAnswer>((resolve) => {
        if (isGone) {
          resolve(died);
          return;
        }
        number += 1;
        waiting.set(number, resolve);
        transport.send({ number, request });
      }),
  };
}

/** What the child needs to find the user's keychain. Nothing that changes what it runs, nothing of AWS. */
const allowedVariables = [
  ...[
    'HOME',
    'USER',
    'LOGNAME',
    'LANG',
    'LC_ALL',
    'XDG_RUNTIME_DIR',
    'XDG_DATA_HOME',
    'DBUS_SESSION_BUS_ADDRESS',
  ],
  ...['SystemRoot', 'SystemDrive', 'USERPROFILE', 'USERNAME', 'APPDATA', 'LOCALAPPDATA', 'TEMP'],
];

/** The whole environment of the child, however it is started. */
export function keychainEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const allowed: Record<string, string> = {};
  for (const name of allowedVariables) {
    const value = environment[name];
    if (value !== undefined) allowed[name] = value;
  }
  return allowed;
}

/**
 * The built child under child_process.fork. Its output goes nowhere: warnings of the keychain's libraries belong on
 * nobody's terminal.
 */
export function forkChild(childPath: string, environment: NodeJS.ProcessEnv): StartChild {
  return () => {
    const child = fork(childPath, [], {
      env: keychainEnvironment(environment),
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    return {
      send: (request) => child.send(request, () => undefined), // a closed channel is told by onGone
      onMessage: (listener) => child.on('message', listener),
      onGone: (listener) => {
        child.once('exit', listener).once('error', listener);
      },
      kill: () => child.kill('SIGKILL'),
    };
  };
}
