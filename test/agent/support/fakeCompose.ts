import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../src-main/adapters/systemClock.ts';
import type { Compose } from '../../../src-main/agent/composition.ts';
import { AppError } from '../../../src-main/core/errors.ts';
import { fakeApp } from './fakeApp.ts';

/** What a test writes to `fake.json` in the home, read anew each time. */
export interface Fake {
  readonly idleMinutes?: number;
  readonly holds?: readonly string[];
  /** It refuses to make way for another owner. */
  readonly stays?: boolean;
  readonly kind?: 'headless' | 'application';
  /** The sentence of an agent that cannot start. */
  readonly fails?: string;
}

/** Stands in for the composition of the agent; writes what happens to `events` in the home. */
export const compose: Compose = (paths, _environment, end) => {
  const fake = (): Fake => {
    try {
      return JSON.parse(readFileSync(join(paths.home, 'fake.json'), 'utf8')) as Fake;
    } catch {
      return {};
    }
  };
  const note = (event: string) => {
    try {
      appendFileSync(join(paths.home, 'events'), `${event} ${process.pid}\n`);
    } catch {
      // The test removed the home.
    }
  };
  const { fails } = fake();
  note('composed');
  if (fails !== undefined) {
    return Promise.reject(new AppError('settings-newer', fails, { hint: 'Install the newer Latchkey.' }));
  }
  const startedAt = new Date(systemClock.now()).toISOString();
  const holds = () => {
    note('asked-what-is-held');
    return fake().holds ?? [];
  };
  const app = fakeApp({
    agentStatus: () =>
      Promise.resolve({
        pid: process.pid,
        version: '1.2.3',
        startedAt,
        kind: fake().kind ?? 'headless',
        holds: [...(fake().holds ?? [])],
      }),
    stopAgent: ({ why }) => {
      const refuses = why === 'replace' && fake().stays === true;
      if (!refuses) end();
      return Promise.resolve({ stopping: !refuses });
    },
    signIn: async (_, { signal }) => {
      note('signing-in');
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          note('aborted');
          reject(signal.reason as Error);
        });
      });
    },
  });
  return Promise.resolve({
    app,
    clock: systemClock,
    log: { write: note },
    holds: () => Promise.resolve(holds()),
    outlives: () => Promise.resolve(false),
    idleMinutes: () => fake().idleMinutes ?? 30,
    wake: () => undefined,
    close: () => {
      note('closed');
      return Promise.resolve();
    },
  });
};
