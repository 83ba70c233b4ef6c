import { app, BrowserWindow, nativeTheme, screen, type Session, type WebContents } from 'electron';
import type { WindowEvent } from '../contract.ts';
import type { Clock, Log } from '../core/ports.ts';
import { isOurPage } from './isOurPage.ts';
import { pageUrl } from './pageFiles.ts';
import { wallIn } from './walls.ts';
import { keepWindowPlace, leastSize, readWindowPlace } from './windowPlace.ts';

export interface WindowOptions {
  readonly session: Session;
  /** Absolute path of the built preload. */
  readonly preload: string;
  /** Where the window's place is remembered. */
  readonly placeFile: string;
  /** Pushes what main knows to the page; `painted` comes back when it shows what it had last. @returns the way to stop */
  readonly subscribe: (listener: (event: WindowEvent) => void, painted: () => Promise<void>) => () => void;
  /** Whether a person who closed the window has a way back to it. */
  readonly hasTray: () => boolean;
  readonly clock: Clock;
  readonly log: Log;
}

export interface MainWindow {
  /** Makes the window where there is none, and brings it to the front. */
  readonly show: () => void;
  /**
   * Makes the window where there is none, without taking the keyboard from anybody; one that is there stays where it is
   * and asks for a look.
   */
  readonly showWithoutFocus: () => void;
  /** Makes the window where there is none; the keyboard goes to its search. */
  readonly summon: () => void;
  /** As the person closes it; the keyboard goes back to whoever had it before. */
  readonly hide: () => void;
  /** Summons; where the person is at the window, hides it instead. */
  readonly toggle: () => void;
  readonly hasFocus: () => boolean;
  readonly isOpen: () => boolean;
  /**
   * The desktop begins or ceases to show icons: a window that was closed when there was none goes now, and nobody is
   * left without a way back.
   */
  readonly followTray: (isThere: boolean) => void;
  /** The application ends: the next close closes, tray or not, and nothing opens again. */
  readonly letGo: () => void;
  /** Closes it at once, and nothing opens again. */
  readonly end: () => void;
}

/** --bg of styles/tokens.css, so that nothing flashes before the page has painted. */
const background = { dark: '#17181c', light: '#ffffff' };

/** Milliseconds: a page that crashes again so soon would go on crashing. */
const soon = 60_000;

/** The one window. Closing it ends the page's process; the application goes on in the tray. */
export function createMainWindow(options: WindowOptions): MainWindow {
  let window: BrowserWindow | undefined;
  let quitting = false;
  let crashedAt = -Infinity;
  /** The person closed it where there was no way back, and has not been at it since. */
  let minimizedInstead = false;
  const make = (how: 'active' | 'inactive' = 'active') => {
    const made = open(options, how);
    window = made;
    minimizedInstead = false;
    made.on('close', (event) => {
      if (quitting || options.hasTray()) return;
      event.preventDefault();
      made.minimize();
      minimizedInstead = true;
    });
    made.on('focus', () => {
      minimizedInstead = false;
    });
    made.once('closed', () => {
      if (window === made) window = undefined;
    });
    made.webContents.once('render-process-gone', (_event, { reason }) => {
      options.log.write('window.gone', { reason });
      if (quitting || made.isDestroyed()) return;
      const now = options.clock.now();
      const isAgain = now - crashedAt < soon;
      crashedAt = now;
      // An empty frame helps nobody.
      made.destroy();
      if (!isAgain) make();
      else if (!options.hasTray()) app.quit();
    });
  };
  const show = (): void => {
    if (quitting) return;
    if (window === undefined) {
      make();
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  };
  const hasFocus = (): boolean => window?.isFocused() === true;
  const summon = (): void => {
    // A new page has the keyboard in its search by itself.
    window?.webContents.send('latchkey:event', { kind: 'summoned' } satisfies WindowEvent);
    show();
  };
  const hide = (): void => {
    window?.close();
    // Closing gives the keyboard to no other application there.
    if (process.platform === 'darwin') app.hide();
  };
  return {
    show,
    summon,
    hide,
    toggle: () => {
      if (hasFocus()) hide();
      else summon();
    },
    showWithoutFocus: () => {
      if (quitting || window?.isFocused() === true) return;
      if (window === undefined) make('inactive');
      window?.flashFrame(true);
    },
    hasFocus,
    isOpen: () => window !== undefined,
    followTray: (isThere) => {
      if (!isThere && window === undefined) show();
      else if (isThere && minimizedInstead) window?.close();
    },
    letGo: () => {
      quitting = true;
    },
    end: () => {
      quitting = true;
      window?.destroy();
    },
  };
}

function open(options: WindowOptions, how: 'active' | 'inactive'): BrowserWindow {
  const screens = screen.getAllDisplays().map(({ workArea }) => workArea);
  const { maximized, ...bounds } = readWindowPlace(options.placeFile, screens);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: leastSize.width,
    minHeight: leastSize.height,
    show: false,
    title: 'Latchkey',
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: {
      session: options.session,
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: !app.isPackaged,
      disableBlinkFeatures: 'Auxclick',
    },
  });
  wallIn(window.webContents);
  feed(window.webContents, options.subscribe);
  if (process.platform !== 'darwin') window.setMenuBarVisibility(false);
  window.once('ready-to-show', () => {
    if (maximized === true) window.maximize();
    if (how === 'active') window.show();
    else window.showInactive();
  });
  window.on('focus', () => {
    window.flashFrame(false);
  });
  window.on('close', () => {
    keepWindowPlace(options.placeFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  });
  void window.loadURL(pageUrl);
  return window;
}

/** The page hears what main knows from when its preload runs until it is gone. */
function feed(contents: WebContents, subscribe: WindowOptions['subscribe']): void {
  let leave: (() => void) | undefined;
  const stop = () => {
    leave?.();
    leave = undefined;
  };
  contents.ipc.on('latchkey:here', (event) => {
    stop();
    if (!isOurPage(event)) return;
    const send = (event: WindowEvent) => {
      if (!contents.isDestroyed()) contents.send('latchkey:event', event);
    };
    leave = subscribe(send, () => painted(contents));
  });
  contents.on('render-process-gone', stop);
  contents.once('destroyed', stop);
}

function painted(contents: WebContents): Promise<void> {
  return new Promise((resolve) => {
    if (contents.isDestroyed()) resolve();
    else {
      contents.ipc.once('latchkey:painted', () => {
        resolve();
      });
    }
  });
}
