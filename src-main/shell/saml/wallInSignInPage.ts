import type { WebContents, WebPreferences } from 'electron';

interface Walls {
  /** Of every window that the page opens. */
  readonly preferences: WebPreferences;
  readonly mayOpen: () => boolean;
  /** Gives the page of a window that this one opened a window with a bar. @returns that page */
  readonly opened: (popup: WebContents) => WebContents;
  readonly say: (sentence: string) => void;
}

const isWeb = (url: string): boolean => /^https?:\/\//.test(url);
const isWebOrEmpty = (url: string): boolean => isWeb(url) || url === 'about:blank';
/** A frame may hold what its page wrote itself. */
const mayFill = (url: string): boolean => isWeb(url) || /^(about|blob|data):/.test(url);

/** A page of an identity provider goes anywhere in the web, and nowhere else. */
export function wallInSignInPage(contents: WebContents, { preferences, mayOpen, opened, say }: Walls): void {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.setWindowOpenHandler(({ url }) => {
    if (!isWebOrEmpty(url) || !mayOpen()) return { action: 'deny' };
    return {
      action: 'allow',
      overrideBrowserWindowOptions: { webPreferences: preferences },
      // The page that Chromium has made for it comes along, though the type does not say so.
      createWindow: (options) => opened((options as { readonly webContents: WebContents }).webContents),
    };
  });
  const stayInWeb = (details: Electron.Event<{ readonly url: string; readonly isMainFrame: boolean }>) => {
    const { url, isMainFrame } = details;
    if (isMainFrame ? isWebOrEmpty(url) : mayFill(url)) return;
    details.preventDefault();
    say('This page wanted to open something that is not a page of the web.');
  };
  contents.on('will-frame-navigate', stayInWeb);
  contents.on('will-redirect', stayInWeb);
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  // No page moves its window, or keeps it open.
  contents.on('content-bounds-updated', (event) => {
    event.preventDefault();
  });
  contents.on('will-prevent-unload', (event) => {
    event.preventDefault();
  });
}
