import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { applicationRuntime } from '../../../test/support/applicationRuntime.ts';
import { isAlive } from '../../../test/support/processes.ts';
import { processTree } from '../../../test/support/processTree.ts';

/** An application to measure: Latchkey, or the least that has a window. */
export interface Contender {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** CSS selector of what is there once its window is of use, and how many of them. */
  readonly usable: {
    readonly selector: string;
    readonly atLeast: number;
    /** CSS selector of what the first key goes to, where the application says so. */
    readonly focused?: string;
  };
}

export interface Running {
  readonly electron: ElectronApplication;
  readonly pid: number;
  end(): Promise<void>;
}

export interface Opened extends Running {
  readonly page: Page;
  /** Milliseconds from the start of the process until its window was of use and painted. */
  readonly launch: number;
}

export async function startHidden(contender: Contender): Promise<Running> {
  return start(contender, ['--hidden']);
}

export async function open(contender: Contender): Promise<Opened> {
  const began = performance.now();
  const running = await start(contender, []);
  const page = await running.electron.firstWindow();
  // Asked in the page, at every frame: Playwright’s locators look at 20, 70, 170, 270 and 770 ms, which no launch keeps to.
  await paintedOfUse(page, contender.usable);
  return { ...running, page, launch: performance.now() - began };
}

async function paintedOfUse(
  page: Page,
  { selector, atLeast, focused = ':root' }: Contender['usable'],
): Promise<void> {
  const all = `document.querySelectorAll(${JSON.stringify(selector)})`;
  const isOfUse = `${all}[${atLeast - 1}]?.checkVisibility() && document.querySelector(${JSON.stringify(focused)})`;
  const painted = `new Promise((resolve) => {
    const look = () => ${isOfUse} ? setTimeout(resolve) : requestAnimationFrame(look);
    requestAnimationFrame(look);
  })`;
  while (!page.isClosed()) {
    try {
      await page.evaluate(painted);
      return;
    } catch (error) {
      // The empty page of a new window, which the one that is meant takes the place of.
      if (!(error instanceof Error) || !error.message.includes('context was destroyed')) throw error;
    }
  }
}

async function start({ folder, environment }: Contender, words: readonly string[]): Promise<Running> {
  const { executable, flags } = await applicationRuntime();
  const electron = await _electron.launch({
    executablePath: executable,
    args: [...flags, folder, ...words],
    env: environment,
  });
  const pid = electron.process().pid ?? 0;
  return {
    electron,
    pid,
    end: async () => {
      const pids = processTree(pid);
      // It may have gone before it answers.
      await electron
        .evaluate(({ app }) => {
          app.quit();
        })
        .catch(() => undefined);
      while (pids.some(isAlive)) await pause(20);
      await electron.close().catch(() => undefined);
    },
  };
}
