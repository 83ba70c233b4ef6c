import { EventEmitter } from 'node:events';
import type * as vm from 'node:vm';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { shedMemory } from '../../src-main/shell/shedMemory.ts';
import { createHandClock } from '../support/handClock.ts';

const desktop = vi.hoisted(() => ({ app: undefined as unknown as EventEmitter, windows: 0, shed: 0 }));

vi.mock('electron', () => ({
  app: { on: (name: string, listener: () => void) => desktop.app.on(name, listener) },
  BrowserWindow: { getAllWindows: () => Array.from({ length: desktop.windows }) },
}));
vi.mock('node:vm', async (original) => {
  const { runInNewContext } = await original<typeof vm>();
  return {
    // Where there is no such collection this throws, and none is counted.
    runInNewContext: (code: string): void => {
      runInNewContext(code);
      desktop.shed += 1;
    },
  };
});

beforeEach(() => {
  Object.assign(desktop, { app: new EventEmitter(), windows: 1, shed: 0 });
});

describe('what nobody needs any more is given back', () => {
  it('two seconds after the last window was closed', async () => {
    const clock = createHandClock();
    shedMemory(clock);
    desktop.app.emit('window-all-closed');
    await clock.pass(1_999);
    expect(desktop.shed).toBe(0);
    await clock.pass(1);
    expect(desktop.shed).toBe(1);
  });

  it('not while somebody has the window again', async () => {
    const clock = createHandClock();
    shedMemory(clock);
    desktop.app.emit('window-all-closed');
    await clock.pass(1_000);
    desktop.app.emit('browser-window-created');
    await clock.pass(60_000);
    expect(desktop.shed).toBe(0);
  });

  it('ten seconds after a start without a window', async () => {
    desktop.windows = 0;
    const clock = createHandClock();
    shedMemory(clock);
    await clock.pass(9_999);
    expect(desktop.shed).toBe(0);
    await clock.pass(1);
    expect(desktop.shed).toBe(1);
  });
});
