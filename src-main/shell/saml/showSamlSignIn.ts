import { join } from 'node:path';
import { app } from 'electron';
import { setMenu } from '../menu.ts';
import { pageSession } from '../walls.ts';
import { openBarredWindow, type BarredWindow } from './barredWindow.ts';
import type { SamlAsk, SamlOutcome } from './samlMessages.ts';
import { answerChallenges } from './answerChallenges.ts';
import { openSamlSession } from './samlSession.ts';

/**
 * Shows the sign-in page, and tells once what came of it.
 * Done after Electron is ready.
 */
export async function showSamlSignIn(ask: SamlAsk, tell: (outcome: SamlOutcome) => void): Promise<void> {
  const windows = new Set<BarredWindow>();
  const sayIn = (contentsId: number | undefined, sentence: string) => {
    for (const window of windows) if (window.contents.id === contentsId) window.say(sentence);
  };
  setMenu(true);
  // The application is told first, and ends us.
  app.on('window-all-closed', () => undefined);
  const files = app.getAppPath();
  const barSession = pageSession(join(files, 'out', 'window'), true);
  answerChallenges(ask.proxy, sayIn);
  const session = await openSamlSession(ask, { tell, sayIn });
  const first = openBarredWindow({
    title: ask.title,
    session,
    barSession,
    preload: join(files, 'out', 'shell', 'preload.cjs'),
    windows,
  });
  first.whenClosed(() => {
    tell({ kind: 'closed' });
  });
  // Why a page could not be opened stands in the bar.
  await first.contents.loadURL(ask.url).catch(() => undefined);
}
