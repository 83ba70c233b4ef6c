import { join } from 'node:path';
import { app, clipboard, globalShortcut, nativeTheme } from 'electron';
import { createBrowsers } from '../adapters/browsers/createBrowsers.ts';
import { createLogFile } from '../adapters/logFile.ts';
import { systemClock as clock } from '../adapters/systemClock.ts';
import type { AgentPaths } from '../agent/agentPaths.ts';
import { catchFaults } from '../agent/catchFaults.ts';
import type { Fallback } from '../agent/credentialScript.ts';
import { createCorrectedClock } from '../core/health/correctedClock.ts';
import type { Log } from '../core/ports.ts';
import { announcing } from '../desk/announcing.ts';
import { createDesk, type Desk } from '../desk/desk.ts';
import { createFeed, type Feed } from '../desk/feed.ts';
import type { Commands } from '../door/runCommand.ts';
import { createEngine, type Engine } from './engine.ts';
import type { FirstWindow } from './firstWindow.ts';
import { keepList } from './keepList.ts';
import type { KeptList } from './keptList.ts';
import { serveWindow } from './ipc.ts';
import { isWayland } from './isWayland.ts';
import { isHiddenStart } from './login/isHiddenStart.ts';
import { setLoginItem } from './login/loginItem.ts';
import { startCommand } from './login/startCommand.ts';
import { setMenu } from './menu.ts';
import { nodeOnPath } from './nodeOnPath.ts';
import { createOnDesktop, type OnDesktop } from './onDesktop.ts';
import { chooseFile } from './chooseFile.ts';
import { chooseTextFile } from './chooseTextFile.ts';
import { saveTextFile } from './saveTextFile.ts';
import { ownNetwork } from './ownNetwork.ts';
import { openSamlSignIn } from './saml/openSamlSignIn.ts';
import { openIdentityProvider } from './openIdentityProvider.ts';
import { openPage } from './openPage.ts';
import { ownEndpoints } from './ownEndpoints.ts';
import { lockWithScreen } from './lockWithScreen.ts';
import { onReturn, onScreenLock, onSessionEnd } from './power.ts';
import { shedMemory } from './shedMemory.ts';
import { createTray } from './tray.ts';
import { trayPresence, type TrayPresence } from './trayPresence.ts';
import type { MainWindow } from './window.ts';

/** Milliseconds that a start without the window waits to hear whether there is a tray. */
const longestLook = 2_000;

/**
 * The application, from its first window to its end.
 * @throws AppError why it cannot run
 */
export async function runApplication(paths: AgentPaths, first: FirstWindow, kept: KeptList): Promise<void> {
  const log = createLogFile(paths.log, clock);
  catchFaults(log, () => {
    app.quit();
  });
  const { window } = first;
  let hasTray = (): boolean => false;
  const { engine, desk, feed, onDesktop } = joinParts({
    ...{ paths, log, hasTray: () => hasTray() },
    hotkeyPressed: window.toggle,
  });
  const hideWindow = () => {
    window.hide();
    return Promise.resolve({});
  };
  const commands = { ...engine.app, ...desk.commands, hideWindow } as unknown as Commands;
  serveWindow(first.door, { commands, log });
  setMenu(app.isPackaged);
  const files = app.getAppPath();
  const presence = followTray(window, {
    ...{ feed, commands, log, icons: join(files, 'assets', 'tray') },
    clock: createCorrectedClock(clock, { offset: () => feed.live()?.clock.offset ?? 0 }),
    toldFile: join(paths.home, 'told.json'),
  });
  hasTray = presence.isThere;
  first.join({ subscribe: (listener, shown) => feed.subscribe(listener, shown), hasTray });
  feed.onChange(() => {
    nativeTheme.themeSource = feed.live()?.theme ?? 'system';
    onDesktop.follow(feed.live());
  });
  const catchUp = () => {
    // What fails here is tried again at the next return, and by hand.
    desk.catchUp().catch(() => undefined);
  };
  onReturn(log, () => {
    engine.wake();
    onDesktop.retry();
    feed.poke();
    catchUp();
  });
  catchUp();
  onScreenLock(process.env, () => void lockWithScreen(engine.app, log));
  shedMemory(clock);
  const ended = untilEnd(engine, { feed, desk }, (signal) => {
    keepList({ feed, list: kept, clock, log }, signal);
  });
  const isHidden = isHiddenStart(paths.home);
  if (isHidden) await Promise.race([presence.known, clock.sleep(longestLook), ended]);
  if ((!isHidden || !presence.isThere()) && !window.isOpen()) window.show();
  await ended;
}

/** The icon, for as long as the desktop shows any. */
function followTray(
  window: MainWindow,
  options: Omit<
    Parameters<typeof createTray>[0],
    'showWindow' | 'toggleWindow' | 'showWithoutFocus' | 'hasFocus' | 'quit'
  >,
): TrayPresence {
  const tray = createTray({
    ...options,
    showWindow: window.show,
    toggleWindow: window.toggle,
    showWithoutFocus: window.showWithoutFocus,
    hasFocus: window.hasFocus,
    quit: () => {
      app.quit();
    },
  });
  const presence = trayPresence(process.env, () => {
    tray.follow(presence.isThere());
    options.feed.poke();
    window.followTray(presence.isThere());
  });
  if (presence.isThere()) tray.follow(true);
  return presence;
}

/** The engine, what is shared by window and tray, and what tells them of changes. */
function joinParts({
  paths,
  log,
  hasTray,
  hotkeyPressed,
}: {
  readonly paths: AgentPaths;
  readonly log: Log;
  readonly hasTray: () => boolean;
  readonly hotkeyPressed: () => void;
}): { readonly engine: Engine; readonly desk: Desk; readonly feed: Feed; readonly onDesktop: OnDesktop } {
  const changed = () => {
    feed.poke();
  };
  const engine = createEngine({
    paths,
    environment: process.env,
    compose: async (...given) => (await import('./composeApplication.ts')).composeApplication(...given),
    fallback: () => credentialFallback(),
    clock,
    log,
    announcing: (owned) => announcing(owned, changed),
    changed,
  });
  const browsers = createBrowsers({
    env: process.env,
    platform: process.platform,
    home: app.getPath('home'),
    // The doors in front of it know which pages of this machine count.
    opensLoopback: true,
  });
  const opener = {
    browsers,
    named: paths.named,
    endpoints: () => ownEndpoints(engine.app),
  };
  const desk = createDesk(
    {
      app: engine.app,
      log,
      clock,
      platform: process.platform,
      openPage: (link, how) => openPage(opener, link, how),
      browsers,
      openIdentityProvider: (link, open) => openIdentityProvider(browsers, link, open),
      // A promise from Electron 44 on, nothing before.
      copy: async (text) => {
        await (clipboard.writeText(text) as Promise<void> | undefined);
      },
      readClipboard: async () => clipboard.readText(),
      ...{ chooseTextFile, chooseFile, saveTextFile },
      signInAtPage: async (request, signal) =>
        openSamlSignIn({ ...request, ...ownNetwork(paths.home) }, signal),
    },
    changed,
  );
  const onDesktop = createOnDesktop({
    ...{ paths, environment: process.env, log, changed, setLoginItem, hasTray },
    shortcuts: globalShortcut,
    isWayland: isWayland(process.env),
    pressed: hotkeyPressed,
    command: startCommand(process.env),
  });
  const feed = createFeed({
    snapshot: engine.app.snapshot,
    deskState: desk.state,
    shellState: onDesktop.state,
    clock,
    log,
  });
  feed.onChange(() => {
    desk.hear(feed.live()?.signIns ?? []);
  });
  return { engine, desk, feed, onDesktop };
}

/** The command lies beside us, outside the archive of a packaged build, and runs under a Node of the person's. */
async function credentialFallback(): Promise<Fallback | undefined> {
  const node = await nodeOnPath(process.env);
  const folder = app.isPackaged ? join(process.resourcesPath, 'app.asar.unpacked') : app.getAppPath();
  return node === undefined ? undefined : { node, command: join(folder, 'out', 'main', 'latchkey.cjs') };
}

/** @throws AppError why the application cannot be the agent of its home */
async function untilEnd(
  engine: Engine,
  { feed, desk }: { readonly feed: Feed; readonly desk: Desk },
  alongside: (signal: AbortSignal) => void,
): Promise<void> {
  const stop = new AbortController();
  alongside(stop.signal);
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
  await desk.forgetLink();
  app.exit(0);
}
