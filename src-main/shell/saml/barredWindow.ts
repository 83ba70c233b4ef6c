import { BaseWindow, nativeTheme, WebContentsView, type Session, type WebContents } from 'electron';
import type { SignInBarState } from '../../contract.ts';
import { pageOrigin } from '../pageFiles.ts';
import { wallIn } from '../walls.ts';
import { wallInSignInPage } from './wallInSignInPage.ts';

export interface BarredWindowOptions {
  readonly title: string;
  /** Of the page. */
  readonly session: Session;
  /** Of the bar: our own files and nothing else. */
  readonly barSession: Session;
  /** Absolute path of the bar's preload. */
  readonly preload: string;
  /** All that are open. */
  readonly windows: Set<BarredWindow>;
}

export interface BarredWindow {
  /** Of the page. */
  readonly contents: WebContents;
  /** Shows one sentence of ours in the bar until the page has gone elsewhere. */
  readonly say: (sentence: string) => void;
  readonly whenClosed: (listener: () => void) => void;
}

/** A page may open windows for its second factor; more than these at once help nobody. */
const mostWindows = 3;
/** DIPs: styles/tokens.css lays the bar out on them. */
const barHeight = { plain: 44, withSentence: 80 };
const background = { dark: '#17181c', light: '#ffffff' };

const pagePreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webviewTag: false,
  spellcheck: false,
  devTools: false,
  // They would speak in the application’s name.
  disableDialogs: true,
} as const;

/**
 * A window in which a page of the web stands below an address bar of ours, in a view of its own: the page can
 * neither draw over it nor read it. `given` is the page of a window that another page opened.
 */
export function openBarredWindow(options: BarredWindowOptions, given?: WebContents): BarredWindow {
  const window = new BaseWindow({
    width: 980,
    height: 760,
    minWidth: 480,
    minHeight: 360,
    title: options.title,
    fullscreenable: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
  });
  if (process.platform !== 'darwin') window.setMenuBarVisibility(false);
  const page = new WebContentsView(
    given === undefined
      ? { webPreferences: { session: options.session, ...pagePreferences } }
      : { webContents: given },
  );
  const contents = page.webContents;
  const close = () => {
    window.close();
  };
  const bar = openBar(options, {
    contents,
    close,
    place: (height) => {
      place(height);
    },
  });
  let height = barHeight.plain;
  const place = (next: number) => {
    height = next;
    const { width, height: whole } = window.getContentBounds();
    bar.view.setBounds({ x: 0, y: 0, width, height });
    page.setBounds({ x: 0, y: height, width, height: Math.max(0, whole - height) });
  };
  window.contentView.addChildView(page);
  window.contentView.addChildView(bar.view);
  window.on('resize', () => {
    place(height);
  });
  place(height);
  const opened: BarredWindow = {
    contents,
    say: bar.say,
    whenClosed: (listener) => window.once('closed', listener),
  };
  options.windows.add(opened);
  wallInSignInPage(contents, {
    preferences: pagePreferences,
    mayOpen: () => options.windows.size < mostWindows,
    opened: (popup) => openBarredWindow(options, popup).contents,
    say: bar.say,
  });
  window.once('closed', () => {
    options.windows.delete(opened);
    for (const left of [contents, bar.view.webContents]) if (!left.isDestroyed()) left.close();
  });
  // A page closes its own window, and no page is shown below a bar that has gone.
  contents.once('destroyed', () => {
    if (!window.isDestroyed()) close();
  });
  bar.view.webContents.once('render-process-gone', close);
  contents.focus();
  return opened;
}

interface BarOf {
  readonly contents: WebContents;
  readonly close: () => void;
  readonly place: (height: number) => void;
}

function openBar({ barSession, preload }: BarredWindowOptions, { contents, close, place }: BarOf) {
  const view = new WebContentsView({
    webPreferences: { ...pagePreferences, session: barSession, preload, disableBlinkFeatures: 'Auxclick' },
  });
  const bar = view.webContents;
  let said: string | null = null;
  let failed = false;
  const show = () => {
    if (bar.isDestroyed() || contents.isDestroyed()) return;
    place(said === null ? barHeight.plain : barHeight.withSentence);
    bar.send('latchkey:event', barState(contents, { said, failed }));
  };
  const say = (sentence: string | null) => {
    said = sentence;
    show();
  };
  wallIn(bar);
  // Ours alone has a preload, and this listens to ours alone.
  bar.ipc.handle('latchkey:call', (_event, name: unknown) => {
    if (name === 'back') contents.navigationHistory.goBack();
    if (name === 'reload') contents.reload();
    if (name === 'close') close();
  });
  bar.on('did-finish-load', show);
  // Before its request: what is said of that request stays.
  contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) say(null);
  });
  contents.on('did-navigate', () => {
    failed = false;
    show();
  });
  contents.on('did-navigate-in-page', show);
  contents.on('did-start-loading', show);
  contents.on('did-stop-loading', show);
  contents.on('did-fail-load', (_event, code, name, _url, isMainFrame) => {
    if (!isMainFrame || code === aborted) return;
    failed = true;
    if (code !== stoppedByUs) say(whyNotOpened(code, name));
  });
  contents.on('render-process-gone', () => {
    say('The page has crashed. Reload it.');
  });
  void bar.loadURL(`${pageOrigin}/companySignIn.html`);
  return { view, say };
}

/** net::ERR_ABORTED, when it goes elsewhere; net::ERR_BLOCKED_BY_CLIENT, when we have said why. */
const aborted = -3;
const stoppedByUs = -20;

const whyNotOpened = (code: number, name: string): string =>
  code <= -200 && code > -300
    ? `The certificate of this page is not trusted (${name}).`
    : `The page could not be opened (${name}).`;

function barState(
  contents: WebContents,
  { said, failed }: { readonly said: string | null; readonly failed: boolean },
): SignInBarState {
  const { host, protocol } = URL.canParse(contents.getURL())
    ? new URL(contents.getURL())
    : { host: '', protocol: '' };
  return {
    host,
    // Instead of a page that was refused, its address stands above Chromium’s own words.
    isSecure: protocol === 'https:' && !failed,
    isLoading: contents.isLoading(),
    canGoBack: contents.navigationHistory.canGoBack(),
    said,
  };
}
