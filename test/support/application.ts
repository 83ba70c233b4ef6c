/**
 * The real application in a throw-away home, on a display with nobody at it.
 *
 *     const application = await startApplication(home, display);
 *     await application.page.getByRole('searchbox', { name: 'Search profiles' }).fill('pay');
 *     expect(application.complaints).toEqual([]);      // errors and warnings of the page's console
 *     await application.quit();
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { createApplicationBrowser, type ApplicationBrowser } from './applicationBrowser.ts';
import { applicationRuntime } from './applicationRuntime.ts';
import type { Display } from './display.ts';
import { isAlive } from './processes.ts';
import { processTree } from './processTree.ts';
import type { TestHome } from './testHome.ts';

export interface Application {
  readonly home: TestHome;
  readonly electron: ElectronApplication;
  /** The window's page; a new one after the window was closed and opened again. */
  readonly page: Page;
  readonly browser: ApplicationBrowser;
  /** What the page's console said at the levels error and warning, and what it threw. */
  readonly complaints: string[];
  /** Of the main process. */
  readonly pid: number;
  /** Of every process of the application that runs now. */
  pids(): readonly number[];
  /** In CSS pixels, of the page itself. */
  resize(width: number, height: number): Promise<void>;
  /** Waits until the window's page is gone. */
  closeWindow(): Promise<void>;
  /** Starts the application again in the same home, as a person does who does not see it. */
  launchAgain(words?: readonly string[]): Promise<{ readonly code: number | null }>;
  /** The page of the window that is opened meanwhile by `open`. */
  windowOpenedBy(open: () => Promise<unknown>): Promise<Page>;
  /** As `Quit` in the menu; waits until every process has ended. */
  quit(): Promise<void>;
  /** `kill -9` of the main process alone; waits until the others have noticed. */
  kill(): Promise<void>;
}

export interface ApplicationOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly words?: readonly string[];
}

/** Milliseconds for anything to start or end on a busy machine. */
const patience = 30_000;

const root = join(import.meta.dirname, '../..');

export async function startApplication(
  home: TestHome,
  display: Display,
  { environment = {}, words = [] }: ApplicationOptions = {},
): Promise<Application> {
  const browser = await createApplicationBrowser(home.folder);
  const { executable, flags } = await applicationRuntime();
  const env = { ...home.environment, DISPLAY: display.name, BROWSER: browser.command, ...environment };
  const electron = await _electron.launch({
    executablePath: executable,
    args: [...flags, root, ...words],
    env,
    timeout: patience,
    // Else Playwright has a light theme of its own over the application’s.
    colorScheme: null,
  });
  electron.context().setDefaultTimeout(patience);
  const complaints = listenFor(electron);
  const main = electron.process();
  const pid = main.pid ?? 0;
  const pids = () => processTree(pid).filter(isAlive);
  let page = await electron.firstWindow({ timeout: patience });

  const windowOpenedBy: Application['windowOpenedBy'] = async (open) => {
    const opened = electron.waitForEvent('window', { timeout: patience });
    await open();
    page = await opened;
    return page;
  };
  const end = async (how: () => Promise<unknown>) => {
    const all = pids();
    await how();
    for (let waited = 0; all.some(isAlive); waited += 20) {
      if (waited > patience) {
        for (const one of all) if (isAlive(one)) process.kill(one, 'SIGKILL');
        throw new Error(`The application did not end within ${patience / 1000} s`);
      }
      await pause(20);
    }
    // Playwright’s own connection: it closes by itself once the process has gone.
    await electron.close().catch(() => undefined);
  };
  return {
    ...{ home, electron, browser, complaints, pid, pids, windowOpenedBy },
    get page() {
      return page;
    },
    resize: (width, height) => {
      const resized = () =>
        electron.evaluate(
          ({ BrowserWindow }, size) => {
            BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height);
          },
          { width, height },
        );
      // A busy main process’s debugger now and then loses the answer: “Resulting promise was garbage collected”.
      return resized().catch(resized);
    },
    closeWindow: async () => {
      const closed = page.waitForEvent('close', { timeout: patience });
      await electron.evaluate(({ BrowserWindow }) => {
        BrowserWindow.getAllWindows()[0]?.close();
      });
      await closed;
    },
    launchAgain: (more = []) =>
      new Promise((resolve, reject) => {
        const child = spawn(executable, [...flags, root, ...more], { env, stdio: 'ignore' });
        child.once('error', reject);
        child.once('exit', (code) => {
          resolve({ code });
        });
      }),
    quit: () =>
      end(() =>
        electron
          .evaluate(({ app }) => {
            app.quit();
          })
          .catch(() => undefined),
      ),
    kill: () => end(async () => main.kill('SIGKILL')),
  };
}

function listenFor(electron: ElectronApplication): string[] {
  const complaints: string[] = [];
  electron.context().on('console', (message) => {
    if (['error', 'warning'].includes(message.type()))
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  electron.context().on('weberror', (error) => {
    complaints.push(String(error.error()));
  });
  return complaints;
}
