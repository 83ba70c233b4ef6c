import { join } from 'node:path';
import { app, ipcMain, type IpcMain, type IpcMainInvokeEvent } from 'electron';
import { createLogFile } from '../adapters/logFile.ts';
import { systemClock as clock } from '../adapters/systemClock.ts';
import type { AgentPaths } from '../agent/agentPaths.ts';
import type { FirstScreen, WindowEvent } from '../contract.ts';
import { isOurPage } from './isOurPage.ts';
import type { KeptList } from './keptList.ts';
import { pageSession } from './walls.ts';
import { createMainWindow, type MainWindow } from './window.ts';

/** Milliseconds that the rest waits at most for a page to be there. */
const longestLoad = 3_000;
/** Milliseconds that the rows wait at most until the first of them are painted: a window may be out of sight. */
const longestPaint = 1_000;

type Listener = (event: WindowEvent) => void;

/** What the window needs of the rest, which is loaded later. */
export interface Rest {
  /** `shown` are the packed rows that the listener has already. @returns the way to leave */
  readonly subscribe: (listener: Listener, shown?: readonly string[]) => () => void;
  readonly hasTray: () => boolean;
}

export interface FirstWindow {
  readonly window: MainWindow;
  /** Where the rest answers the page; what it asks before has to wait. */
  readonly door: Pick<IpcMain, 'handle'>;
  /** Once the rest is there. */
  readonly join: (rest: Rest) => void;
  /** Comes back when the page has its list, or there is none to wait for: the rest may take the processor. */
  readonly settled: Promise<void>;
}

/**
 * The window, before all else is loaded: while Chromium starts the page’s process there is time for the rest. Where
 * the person asked for the window it is opened at once, and shows the list that it showed last.
 */
export function createFirstWindow(paths: AgentPaths, list: KeptList): FirstWindow {
  const files = app.getAppPath();
  let joined: (rest: Rest) => void = () => undefined;
  const rest = new Promise<Rest>((resolve) => {
    joined = resolve;
  });
  let settle: () => void = () => undefined;
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  let hasTray = (): boolean => false;
  let top = isWanted() ? list.readScreen().catch(() => undefined) : undefined;

  async function feed(listener: Listener, painted: () => Promise<void>, left: AbortSignal): Promise<void> {
    // A page that is opened later has better from the rest.
    const isFirst = top !== undefined;
    const screen = await top;
    top = undefined;
    const shown = isFirst ? await sendKept(list, screen, listener, painted) : undefined;
    settle();
    const { subscribe } = await rest;
    if (!left.aborted) left.addEventListener('abort', subscribe(listener, shown));
  }

  const window = createMainWindow({
    session: pageSession(join(files, 'out', 'window'), app.isPackaged),
    preload: join(files, 'out', 'shell', 'preload.cjs'),
    placeFile: join(paths.home, 'window.json'),
    subscribe: (listener, painted) => {
      const leaving = new AbortController();
      void feed(listener, painted, leaving.signal);
      return () => {
        leaving.abort();
      };
    },
    hasTray: () => hasTray(),
    clock,
    log: createLogFile(paths.log, clock),
  });
  // The tray stays.
  app.on('window-all-closed', () => undefined);
  app.on('before-quit', window.letGo);
  // Whatever a second instance was given on its command line, this is all that comes of it.
  app.on('second-instance', window.show);
  app.on('activate', window.show);
  if (isWanted()) window.show();
  void clock.sleep(isWanted() ? longestLoad : 0).then(settle);
  return {
    window,
    door: earlyDoor(),
    settled,
    join(given) {
      hasTray = given.hasTray;
      joined(given);
    },
  };
}

/** Whether nothing but the settings could say that the person wants the tray alone. */
function isWanted(): boolean {
  return !app.commandLine.hasSwitch('hidden') && !app.getLoginItemSettings().wasOpenedAtLogin;
}

/** What is seen first, then all, each when the page has shown what came before it. @returns all, packed */
async function sendKept(
  list: KeptList,
  screen: FirstScreen | undefined,
  listener: Listener,
  painted: () => Promise<void>,
): Promise<readonly string[] | undefined> {
  const shown = () => Promise.race([painted(), clock.sleep(longestPaint)]);
  if (screen !== undefined) {
    listener({ kind: 'first-screen', screen });
    await shown();
  }
  const { texts } = (await list.read().catch(() => undefined)) ?? {};
  if (texts === undefined) return undefined;
  listener({ kind: 'kept-rows', texts: [...texts] });
  if (screen !== undefined) await shown();
  return texts;
}

type Answering = Parameters<IpcMain['handle']>[1];

function earlyDoor(): Pick<IpcMain, 'handle'> {
  let answerBy: (answering: Answering) => void = () => undefined;
  const answering = new Promise<Answering>((resolve) => {
    answerBy = resolve;
  });
  ipcMain.handle('latchkey:call', async (event, ...given: unknown[]): Promise<unknown> => {
    // Before anything is waited for, as in ipc.ts: a moment later the frame may be another page's.
    const isOurs = isOurPage(event);
    const answer: (event: IpcMainInvokeEvent, ...given: unknown[]) => unknown = await answering;
    return answer(
      isOurs ? event : ({ sender: event.sender, senderFrame: null } as IpcMainInvokeEvent),
      ...given,
    );
  });
  return {
    handle(_channel, listener) {
      answerBy(listener);
    },
  };
}
