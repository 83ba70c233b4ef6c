import { execFile } from 'node:child_process';
import { existsSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src-main/adapters/systemClock.ts';
import { callAgent } from '../../src-main/agent/client.ts';
import type { Compose } from '../../src-main/agent/composition.ts';
import { lockHolder } from '../../src-main/agent/processLock.ts';
import { createEngine, type Engine } from '../../src-main/shell/engine.ts';
import { bundle, type Bundle } from '../agent/support/bundle.ts';
import { fakeApp } from '../agent/support/fakeApp.ts';
import type { Fake } from '../agent/support/fakeCompose.ts';
import { temporaryHome, type TemporaryHome } from '../agent/support/temporaryHome.ts';
import { until } from '../support/until.ts';

const call = { signal: new AbortController().signal, progress: () => undefined };

let built: Bundle;
beforeAll(async () => {
  built = await bundle({ agent: '../../../src-main/agent/agent.ts', caller: 'caller.ts' });
  // Where the agent lies beside the command in every build.
  writeFileSync(
    join(built.folder, 'agent.cjs'),
    `void import(${JSON.stringify(join(built.folder, 'agent.mjs'))});`,
  );
}, 60_000);
afterAll(() => {
  built.remove();
});

interface Application {
  readonly engine: Engine;
  /** How often it was told that something may have changed. */
  readonly changes: () => number;
  readonly woken: () => number;
  /** A program waits for the person, or no more. */
  readonly asked: () => void;
  readonly logged: readonly string[];
}

interface Left {
  /** Keys stand in the files when it ends. */
  readonly keys?: boolean;
  readonly node?: string;
}

/** The application's engine in this process, with a fake App behind it. */
function open({ paths, environment }: TemporaryHome, { keys = false, node }: Left = {}): Application {
  let [changes, woken] = [0, 0];
  let asked: () => void = () => undefined;
  const logged: string[] = [];
  const compose: Compose = (_paths, _environment, end) =>
    Promise.resolve({
      app: fakeApp({
        agentStatus: () =>
          Promise.resolve({
            pid: process.pid,
            version: '1.2.3',
            startedAt: new Date(0).toISOString(),
            kind: 'application',
            holds: [],
          }),
        stopAgent: () => {
          end();
          return Promise.resolve({ stopping: true });
        },
        lock: async (_input, { signal }) => {
          await systemClock.sleep(500, signal);
          return { keysRemoved: 7 };
        },
      }),
      clock: systemClock,
      log: { write: () => undefined },
      holds: () => Promise.resolve([]),
      outlives: () => Promise.resolve(keys),
      idleMinutes: () => Infinity,
      wake: () => {
        woken += 1;
      },
      onChange: (watcher) => {
        asked = watcher;
      },
      close: () => Promise.resolve(),
    });
  const engine = createEngine({
    paths,
    environment,
    compose,
    fallback: () =>
      Promise.resolve(node === undefined ? undefined : { node, command: join(built.folder, 'latchkey.cjs') }),
    clock: systemClock,
    log: { write: (event, fields) => logged.push(`${event} ${String(fields?.['reason'] ?? '')}`) },
    announcing: (app) => app,
    changed: () => {
      changes += 1;
    },
  });
  const ended = engine.ended.catch(() => undefined);
  onTestFinished(async () => {
    engine.end();
    await ended;
  });
  return {
    engine,
    changes: () => changes,
    woken: () => woken,
    asked: () => {
      asked();
    },
    logged,
  };
}

function setFake({ paths }: TemporaryHome, fake: Fake): void {
  writeFileSync(join(paths.home, 'fake.json'), JSON.stringify(fake));
}

/** A headless agent of this home, in a process of its own. @returns its process id */
async function startAgent(home: TemporaryHome, fake: Fake = {}): Promise<number> {
  setFake(home, fake);
  const entries = [join(built.folder, 'caller.mjs'), join(built.folder, 'agent.mjs')];
  await promisify(execFile)(process.execPath, entries, { env: home.environment });
  return agentOf(home);
}

/** The process that owns the home and ends with the test. */
function agentOf(home: TemporaryHome): number {
  const { pid } = lockHolder(home.paths.lock)!;
  onTestFinished(() => {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  });
  return pid;
}

const owner = (engine: Engine) => engine.app.agentStatus({}, call);

describe('the application', () => {
  it('is the agent of its home while it runs', async () => {
    const home = temporaryHome();
    const { engine } = open(home);
    expect(await owner(engine)).toMatchObject({ pid: process.pid });
    expect(await callAgent(home.paths, 'agentStatus', {})).toMatchObject({ kind: 'application' });
    expect(lockHolder(home.paths.lock)?.pid).toBe(process.pid);
  });

  it('takes from the socket nothing that decides where tokens go', async () => {
    const home = temporaryHome();
    await owner(open(home).engine);
    const input = { name: 'proxy', value: 'http://127.0.0.1:1' };
    await expect(callAgent(home.paths, 'setTrustSetting', input)).rejects.toMatchObject({
      code: 'wrong-door',
    });
  });

  it('takes the place of a headless agent', async () => {
    const home = temporaryHome();
    const pid = await startAgent(home);
    expect(pid).not.toBe(process.pid);
    const { engine } = open(home);
    expect(await owner(engine)).toMatchObject({ pid: process.pid, kind: 'application' });
  });

  it('hears at once when a program has to be asked about, while its call still waits', async () => {
    const { engine, changes, asked } = open(temporaryHome());
    await owner(engine);
    const before = changes();
    asked();
    expect(changes()).toBe(before + 1);
  });

  it('is the client of an agent that has to stay, and takes its place once it may go', async () => {
    const home = temporaryHome();
    const pid = await startAgent(home, { stays: true });
    const { engine, changes } = open(home);
    expect(await owner(engine)).toMatchObject({ pid, kind: 'headless' });
    const before = changes();
    setFake(home, { stays: false });
    await until(async () => {
      expect(await owner(engine)).toMatchObject({ pid: process.pid, kind: 'application' });
    });
    expect(changes()).toBeGreaterThan(before);
  });

  it('takes the place of an agent that was killed as soon as it misses it', async () => {
    const home = temporaryHome();
    const pid = await startAgent(home, { stays: true });
    const { engine } = open(home);
    await owner(engine);
    process.kill(pid, 'SIGKILL');
    await until(async () => {
      expect(await owner(engine)).toMatchObject({ pid: process.pid });
    });
  });

  it('does not run beside another application, and says so', async () => {
    const home = temporaryHome();
    const pid = await startAgent(home, { kind: 'application' });
    await expect(open(home).engine.ended).rejects.toMatchObject({
      message: `Latchkey is open already for this home (process ${pid}).`,
    });
    expect(lockHolder(home.paths.lock)?.pid).toBe(pid);
  });

  it('says which agent hangs, and ends at once for a person who does not wait for that', async () => {
    const home = temporaryHome();
    const pid = await startAgent(home);
    process.kill(pid, 'SIGSTOP');
    const impatient = open(home).engine;
    const said = expect(open(home).engine.ended).rejects.toMatchObject({
      message: `Latchkey’s agent (process ${pid}) does not answer.`,
    });
    await systemClock.sleep(100);
    const began = systemClock.now();
    impatient.end();
    await impatient.ended;
    // Half of what the other one waits.
    expect(systemClock.now() - began).toBeLessThan(10_000);
    await said;
  }, 60_000);

  it('ends at once, as the client of an agent too', async () => {
    const home = temporaryHome();
    await startAgent(home, { stays: true });
    for (let n = 0; n < 6; n++) {
      const { engine } = open(home);
      await systemClock.sleep(n * 4);
      const began = systemClock.now();
      engine.end();
      await engine.ended;
      // It looks every three seconds whether the agent is there.
      expect(systemClock.now() - began).toBeLessThan(2_900);
    }
  });

  it('ends when a person stops the agent, which is answered first', async () => {
    const home = temporaryHome();
    const { engine } = open(home);
    await owner(engine);
    expect(await callAgent(home.paths, 'stopAgent', { why: 'person' })).toEqual({ stopping: true });
    await engine.ended;
    expect(() => readlinkSync(home.paths.lock)).toThrow();
    await expect(callAgent(home.paths, 'agentStatus', {})).rejects.toMatchObject({
      code: 'agent-unreachable',
    });
  });

  it('lets callers at work have their answers before it ends', async () => {
    const home = temporaryHome();
    const { engine } = open(home);
    await owner(engine);
    let began = false;
    const locked = callAgent(home.paths, 'lock', {});
    const answered = locked.then((answer) => ({ answer, ended: began }));
    await systemClock.sleep(100);
    began = true;
    engine.end();
    await engine.ended;
    expect(await answered).toEqual({ answer: { keysRemoved: 7 }, ended: true });
  });

  it('ends when its home is another’s', async () => {
    const home = temporaryHome();
    const { engine } = open(home);
    await owner(engine);
    rmSync(home.paths.lock);
    await engine.ended;
  });

  it('wakes what renews the keys', async () => {
    const home = temporaryHome();
    const { engine, woken } = open(home);
    engine.wake();
    await until(() => {
      expect(woken()).toBe(1);
    });
  });

  it('can be ended before it has begun', async () => {
    const { engine } = open(temporaryHome());
    engine.end();
    await engine.ended;
  });

  it('leaves keys in files to a headless agent, which is there when the application has ended', async () => {
    const home = temporaryHome();
    const { engine, logged } = open(home, { keys: true, node: process.execPath });
    await owner(engine);
    engine.leave();
    await engine.ended;
    const pid = agentOf(home);
    expect(pid).not.toBe(process.pid);
    expect(await callAgent(home.paths, 'agentStatus', {})).toMatchObject({ kind: 'headless', pid });
    expect(logged).toEqual(['successor-started ']);
    // And back: the next application takes the home over.
    expect(await owner(open(home).engine)).toMatchObject({ pid: process.pid, kind: 'application' });
  });

  it('leaves the home to nobody where it holds no keys, is asked to stop, or the person logs out', async () => {
    const home = temporaryHome();
    const without = open(home, { node: process.execPath }).engine;
    await owner(without);
    without.leave();
    await without.ended;
    const stopped = open(home, { keys: true, node: process.execPath }).engine;
    await owner(stopped);
    await callAgent(home.paths, 'stopAgent', { why: 'person' });
    await stopped.ended;
    const loggedOut = open(home, { keys: true, node: process.execPath }).engine;
    await owner(loggedOut);
    loggedOut.end();
    await loggedOut.ended;
    expect(lockHolder(home.paths.lock)).toBeUndefined();
    expect(existsSync(home.paths.socket)).toBe(false);
  });

  it('says so where no Node could run the headless agent, or it does not start', async () => {
    const home = temporaryHome();
    const without = open(home, { keys: true });
    await owner(without.engine);
    without.engine.leave();
    await without.engine.ended;
    expect(without.logged).toEqual([
      'successor-failed There is no Node on PATH: delivered keys are not renewed.',
    ]);
    const broken = open(home, { keys: true, node: '/bin/false' });
    await owner(broken.engine);
    broken.engine.leave();
    await broken.engine.ended;
    expect(broken.logged).toEqual(['successor-failed ']);
  });
});
