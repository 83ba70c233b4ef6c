import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '../../src-main/core/errors.ts';
import { lockWithScreen } from '../../src-main/shell/lockWithScreen.ts';
import { followScreenLock } from '../../src-main/shell/screenLock.ts';
import { fakeApp } from '../agent/support/fakeApp.ts';
import { startSessionBus, type SessionBus } from '../support/sessionBus.ts';
import { until } from '../support/until.ts';

describe.runIf(process.platform === 'linux')('the screen of a Linux desktop', () => {
  let bus: SessionBus;
  let say: (what: object) => Promise<void>;
  let stop: () => void;

  beforeAll(async () => {
    bus = await startSessionBus();
    // Debian's own Python has the packages that apt has installed.
    const child = spawn('/usr/bin/python3', [join(import.meta.dirname, '../support/lockingDesktop.py')], {
      env: { PATH: process.env['PATH'], DBUS_SESSION_BUS_ADDRESS: bus.address },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    stop = () => child.kill('SIGKILL');
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    expect(await lines.next()).toMatchObject({ value: 'ready' });
    say = async (what) => {
      child.stdin.write(`${JSON.stringify(what)}\n`);
      expect((await lines.next()).done).toBe(false);
    };
  });
  afterAll(async () => {
    stop();
    await bus.stop();
  });

  async function follow(environment: NodeJS.ProcessEnv) {
    let times = 0;
    const lock = followScreenLock(environment, () => {
      times += 1;
    });
    onTestFinished(lock.close);
    await lock.known;
    return () => times;
  }

  /** A listener that comes later, and asks the bus as often, hears that its rules are in force after the signals. */
  async function allHeard(): Promise<void> {
    const last = await follow(onBoth());
    await say({ session: 'own', signal: 'Lock' });
    await until(() => {
      expect(last()).toBe(1);
    });
  }

  const onBoth = () => ({ DBUS_SESSION_BUS_ADDRESS: bus.address, DBUS_SYSTEM_BUS_ADDRESS: bus.address });

  it.each(['freedesktop', 'gnome', 'cinnamon', 'mate', 'xfce'])(
    'locked by org.%s.ScreenSaver is noticed, unlocked is not',
    async (desktop) => {
      const times = await follow({ DBUS_SESSION_BUS_ADDRESS: bus.address });
      const saver = `org.${desktop}.ScreenSaver`;
      await say({ saver, active: false });
      await say({ saver: 'org.example.ScreenSaver', active: true });
      await say({ session: 'own', signal: 'Lock' });
      await say({ saver, active: true });
      await allHeard();
      expect(times()).toBe(1);
    },
  );

  it('locked through logind is noticed where there is no session bus, another person’s is not', async () => {
    const times = await follow({ ...onBoth(), DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' });
    await say({ session: 'other', signal: 'Lock' });
    await say({ session: 'own', signal: 'Unlock' });
    await say({ session: 'own', signal: 'Lock' });
    await allHeard();
    // And the one that all have heard.
    expect(times()).toBe(2);
  });

  it('can be listened to without any bus', async () => {
    const nowhere = 'unix:path=/nowhere';
    await follow({ DBUS_SESSION_BUS_ADDRESS: nowhere, DBUS_SYSTEM_BUS_ADDRESS: nowhere });
  });
});

describe('when the screen is locked', () => {
  async function locked(chosen: unknown, fault?: AppError): Promise<{ locks: number; logged: string[] }> {
    let locks = 0;
    const logged: string[] = [];
    const app = fakeApp({
      getSettings: () => Promise.resolve({ settings: { lockWithScreen: chosen } }),
      lock: () => {
        locks += 1;
        return fault === undefined ? Promise.resolve({ keysRemoved: 2 }) : Promise.reject(fault);
      },
    });
    await lockWithScreen(app, { write: (event) => logged.push(event) });
    return { locks, logged };
  }

  it('keys are forgotten by choice', async () => {
    expect(await locked(true)).toEqual({ locks: 1, logged: ['locked-with-screen'] });
    expect(await locked(false)).toEqual({ locks: 0, logged: [] });
  });

  it('what cannot be forgotten then is in the log', async () => {
    const fault = new AppError('file-unwritable', 'It cannot be written.');
    expect(await locked(true, fault)).toEqual({ locks: 1, logged: ['lock-failed'] });
  });
});
