import { session, type Session, type WebContents } from 'electron';
import { answerPage, pageOrigin, readPageFiles } from './pageFiles.ts';

/** The least that a scheme needs to carry a page: it never gets around the page's policy. */
export const pageScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true },
} as const;

/** The session of our page: in memory, without a cache, with nothing behind it but our own files. */
export function pageSession(folder: string, isPackaged: boolean): Session {
  const own = session.fromPartition('latchkey', { cache: false });
  const files = readPageFiles(folder);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- Its successor, handle, loads all of fetch first: 80 ms of a launch of 600.
  own.protocol.registerBufferProtocol('app', (request, answer) => {
    answer(answerPage(files, request));
  });
  for (const walled of [own, session.defaultSession]) {
    denyPermissions(walled);
    walled.setSpellCheckerEnabled(false);
    walled.webRequest.onBeforeRequest(({ url }, decide) => {
      const isOurs = walled === own && url.startsWith(`${pageOrigin}/`);
      decide({ cancel: !isOurs && (isPackaged || !url.startsWith('devtools://')) });
    });
    walled.on('will-download', (event) => {
      event.preventDefault();
    });
  }
  return own;
}

/** Electron grants everything unless it is told otherwise, in three places. */
export function denyPermissions(walled: Session): void {
  walled.setPermissionRequestHandler((_contents, _permission, decide) => {
    decide(false);
  });
  walled.setPermissionCheckHandler(() => false);
  walled.setDevicePermissionHandler(() => false);
}

/** No page goes elsewhere, opens another or holds one, and none speaks past the proxy that there is not. */
export function wallIn(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  const deny = (event: { readonly preventDefault: () => void }) => {
    event.preventDefault();
  };
  contents.on('will-navigate', deny);
  contents.on('will-frame-navigate', deny);
  contents.on('will-redirect', deny);
  contents.on('will-attach-webview', deny);
}
