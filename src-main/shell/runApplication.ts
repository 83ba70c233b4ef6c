import { join } from 'node:path';
import { app, clipboard, ipcMain, nativeTheme } from 'electron';
import { createLogFile } from '../adapters/logFile.ts';
import { systemClock as clock } from '../adapters/systemClock.ts';
import type { AgentPaths } from '../agent/agentPaths.ts';
import { catchFaults } from '../agent/catchFaults.ts';
import type { Fallback } from '../agent/credentialScript.ts';
import type { Log } from '../core/ports.ts';
import { announcing } from '../desk/announcing.ts';
import { createDesk, type Desk } from '../desk/desk.ts';
import { createFeed, type Feed } from '../desk/feed.ts';
import type { Commands } from '../door/runCommand.ts';
import { createEngine, type Engine } from './engine.ts';
import { serveWindow } from './ipc.ts';
import { setMenu } from './menu.ts';
import { nodeOnPath } from './nodeOnPath.ts';
import { chooseTextFile } from './chooseTextFile.ts';
import { ownNetwork } from './ownNetwork.ts';
import { openSamlSignIn } from './saml/openSamlSignIn.ts';
import { openIdentityProvider } from './openIdentityProvider.ts';
import { openPage } from './openPage.ts';
import { ownEndpoints } from './ownEndpoints.ts';
import { lockWithScreen } from './lockWithScreen.ts';
import { onReturn, onScreenLock, onSessionEnd } from './power.ts';
import { createTray } from './tray.ts';
import { trayPresence, type TrayPresence } from './trayPresence.ts';
import { pageSession } from './walls.ts';
import { createMainWindow, type MainWindow } from './window.ts';

/** Milliseconds that a start without the window waits to hear whether there is a tray. */
const longestLook = 2_000;

/**
 * The application, from its first window to its end.
 * @throws AppError why it cannot run
 */
export async function runApplication(paths: AgentPaths): Promise<void> {
  const log = createLogFile(paths.log, clock);
  catchFaults(log, () => {
    app.quit();
  });
  const { engine, desk, feed } = joinParts(paths, log);
  const commands = { ...engine.app, ...desk.commands } as unknown as Commands;
  serveWindow(ipcMain, { commands, log });
  setMenu(app.isPackaged);
  const files = app.getAppPath();
  const window = createMainWindow({
    session: pageSession(join(files, 'out', 'window'), app.isPackaged),
    preload: join(files, 'out', 'shell', 'preload.cjs'),
    placeFile: join(paths.home, 'window.json'),
    subscribe: (listener) => feed.subscribe(listener),
    hasTray: () => presence.isThere(),
    clock,
    log,
  });
  const presence = followTray(window, { feed, commands, clock, log, icons: join(files, 'assets', 'tray') });
  feed.onChange(() => {
    nativeTheme.themeSource = feed.live()?.theme ?? 'system';
  });
  const catchUp = () => {
    // What fails here is tried again at the next return, and by hand.
    desk.catchUp().catch(() => undefined);
  };
  onReturn(log, () => {
    engine.wake();
    feed.poke();
    catchUp();
  });
  catchUp();
  onScreenLock(process.env, () => void lockWithScreen(engine.app, log));
  // Whatever a second instance was given on its command line, this is all that comes of it.
  app.on('second-instance', window.show);
  app.on('activate', window.show);
  const ended = untilEnd(engine, feed, window.letGo);
  if (isHiddenStart()) await Promise.race([presence.known, clock.sleep(longestLook), ended]);
  if (!isHiddenStart() || !presence.isThere()) window.show();
  await ended;
}

/** The icon, for as long as the desktop shows any. */
function followTray(
  window: MainWindow,
  options: Omit<Parameters<typeof createTray>[0], 'showWindow' | 'showWithoutFocus' | 'hasFocus' | 'quit'>,
): TrayPresence {
  const tray = createTray({
    ...options,
    showWindow: window.show,
    showWithoutFocus: window.showWithoutFocus,
    hasFocus: window.hasFocus,
    quit: () => {
      app.quit();
    },
  });
  const presence = trayPresence(process.env, () => {
    tray.follow(presence.isThere());
    // Nobody may be left without a way back.
    if (!presence.isThere() && !window.isOpen()) window.show();
  });
  if (presence.isThere()) tray.follow(true);
  return presence;
}

/** The engine, what is shared by window and tray, and what tells them of changes. */
function joinParts(
  paths: AgentPaths,
  log: Log,
): { readonly engine: Engine; readonly desk: Desk; readonly feed: Feed } {
  const changed = () => {
    feed.poke();
  };
  const engine = createEngine({
    paths,
    environment: process.env,
    // Loaded while the window opens: the AWS clients take their time.
    compose: async (...given) => (await import('./composeApplication.ts')).composeApplication(...given),
    fallback: () => credentialFallback(),
    clock,
    log,
    announcing: (owned) => announcing(owned, changed),
    changed,
  });
  const opener = {
    environment: process.env,
    named: paths.named,
    endpoints: () => ownEndpoints(engine.app),
  };
  const desk = createDesk(
    {
      app: engine.app,
      log,
      clock,
      platform: process.platform,
      openPage: (link) => openPage(opener, link),
      openIdentityProvider: (link) => openIdentityProvider(process.env, link),
      // A promise from Electron 44 on, nothing before.
      copy: async (text) => {
        await (clipboard.writeText(text) as Promise<void> | undefined);
      },
      readClipboard: async () => clipboard.readText(),
      chooseTextFile,
      signInAtPage: async (request, signal) =>
        openSamlSignIn({ ...request, ...ownNetwork(paths.home) }, signal),
    },
    changed,
  );
  const feed = createFeed({ snapshot: engine.app.snapshot, deskState: desk.state, clock, log });
  feed.onChange(() => {
    desk.hear(feed.live()?.signIns ?? []);
  });
  return { engine, desk, feed };
}

/** The command lies beside us, outside the archive of a packaged build, and runs under a Node of the person's. */
async function credentialFallback(): Promise<Fallback | undefined> {
  const node = await nodeOnPath(process.env);
  const folder = app.isPackaged ? join(process.resourcesPath, 'app.asar.unpacked') : app.getAppPath();
  return node === undefined ? undefined : { node, command: join(folder, 'out', 'main', 'latchkey.cjs') };
}

/** The person logged in, and did not ask for the window. */
function isHiddenStart(): boolean {
  return app.commandLine.hasSwitch('hidden') || app.getLoginItemSettings().wasOpenedAtLogin;
}

/** @throws AppError why the application cannot be the agent of its home */
async function untilEnd(engine: Engine, feed: Feed, letGo: () => void): Promise<void> {
  const stop = new AbortController();
  void feed.run(stop.signal);
  let loggedOut = false;
  const logOut = () => {
    loggedOut = true;
  };
  onSessionEnd(logOut);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // Nothing may be started into a session that ends; Ctrl-C is a person who quits.
      if (signal !== 'SIGINT') logOut();
      app.quit();
    });
  }
  // The tray stays.
  app.on('window-all-closed', () => undefined);
  app.on('before-quit', letGo);
  const finishFirst = (event: { readonly preventDefault: () => void }) => {
    // First callers at work get their answers, and the home is given back.
    event.preventDefault();
    // Whoever opens Latchkey from here on gets one of their own, which waits for the home.
    app.releaseSingleInstanceLock();
    if (loggedOut) engine.end();
    else engine.leave();
  };
  app.on('will-quit', finishFirst);
  try {
    await engine.ended;
  } finally {
    app.off('will-quit', finishFirst);
    stop.abort();
  }
  app.exit(0);
}
