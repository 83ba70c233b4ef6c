import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgentPaths } from '../../src-main/agent/agentPaths.ts';
import type { WindowEvent } from '../../src-main/contract.ts';
import { createFirstWindow } from '../../src-main/shell/firstWindow.ts';
import { createKeptList } from '../../src-main/shell/keptList.ts';
import type { WindowOptions } from '../../src-main/shell/window.ts';

const desktop = vi.hoisted(() => ({
  app: undefined as unknown as EventEmitter,
  isHidden: false,
  opened: 0,
  options: undefined as unknown as WindowOptions,
}));

vi.mock('electron', () => ({
  app: {
    on: (name: string, listener: () => void) => desktop.app.on(name, listener),
    getAppPath: () => '/application',
    isPackaged: false,
    commandLine: { hasSwitch: (name: string) => name === 'hidden' && desktop.isHidden },
    getLoginItemSettings: () => ({ wasOpenedAtLogin: false }),
  },
  ipcMain: { handle: () => undefined },
}));
vi.mock('../../src-main/shell/walls.ts', () => ({ pageSession: () => ({}) }));
vi.mock('../../src-main/shell/window.ts', () => ({
  createMainWindow: (options: WindowOptions) => {
    desktop.options = options;
    return { show: () => (desktop.opened += 1), letGo: () => undefined };
  },
}));

const screen = { rows: '[1]', total: 3, accounts: 2 };
const texts = ['["one"]', '["two"]'];

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lk-first-'));
  mkdirSync(join(home, 'state'));
  Object.assign(desktop, { app: new EventEmitter(), isHidden: false, opened: 0 });
});

afterEach(() => {
  rmSync(home, { recursive: true });
});

async function keepList(): Promise<void> {
  const list = createKeptList(home);
  await list.write(list.stamp(), { screen, texts });
}

function start() {
  const paths = { home, log: join(home, 'latchkey.log') } as AgentPaths;
  return createFirstWindow(paths, createKeptList(home));
}

/** The page, as its preload tells that it is there. */
function pageIsThere() {
  const heard: WindowEvent[] = [];
  const paintings: (() => void)[] = [];
  const leave = desktop.options.subscribe(
    (event) => heard.push(event),
    () => new Promise((resolve) => paintings.push(resolve)),
  );
  const paints = async () => {
    await vi.waitFor(() => {
      expect(paintings).not.toEqual([]);
    });
    paintings.shift()?.();
  };
  return { kinds: () => heard.map(({ kind }) => kind), leave, paints };
}

async function isSettled(settled: Promise<void>): Promise<boolean> {
  return Promise.race([settled.then(() => true), turn().then(() => false)]);
}

describe('before the rest of the application is loaded', () => {
  it('the page gets the top of the list that it showed last, all of it once that is painted, and then the rest loads', async () => {
    await keepList();
    const { settled, join: joinRest } = start();
    expect(desktop.opened).toBe(1);
    const page = pageIsThere();
    await vi.waitFor(() => {
      expect(page.kinds()).toEqual(['first-screen']);
    });
    expect(await isSettled(settled)).toBe(false);
    await page.paints();
    await vi.waitFor(() => {
      expect(page.kinds()).toEqual(['first-screen', 'kept-rows']);
    });
    await page.paints();
    await settled;
    const subscribe = vi.fn(() => () => undefined);
    joinRest({ subscribe, hasTray: () => true });
    await vi.waitFor(() => {
      expect(subscribe).toHaveBeenCalledWith(expect.anything(), texts);
    });
  });

  it('a hidden start opens no window and waits for none, and a second start opens it', async () => {
    desktop.isHidden = true;
    await keepList();
    const { settled, join: joinRest } = start();
    await settled;
    expect(desktop.opened).toBe(0);
    desktop.app.emit('second-instance');
    expect(desktop.opened).toBe(1);
    // It is the rest’s by then, which has better than what was kept.
    const page = pageIsThere();
    const subscribe = vi.fn(() => () => undefined);
    joinRest({ subscribe, hasTray: () => true });
    await vi.waitFor(() => {
      expect(subscribe).toHaveBeenCalledWith(expect.anything(), undefined);
    });
    expect(page.kinds()).toEqual([]);
  });

  it('a page that goes again is not served by the rest', async () => {
    const { settled, join: joinRest } = start();
    const page = pageIsThere();
    await settled;
    page.leave();
    const subscribe = vi.fn(() => () => undefined);
    joinRest({ subscribe, hasTray: () => true });
    await turn();
    expect(subscribe).not.toHaveBeenCalled();
  });
});
