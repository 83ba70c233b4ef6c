import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { startAws, type Aws, type AwsOptions } from '../../aws/standIn.ts';
import { startApplication, type Application } from '../application.ts';
import { callWindow } from '../callWindow.ts';
import type { Display } from '../display.ts';
import { createTestHome, type TestHome } from '../testHome.ts';

/** Where a scene is played. */
export interface Stand {
  readonly aws: Aws;
  readonly home: TestHome;
  readonly application: Application;
  readonly page: Page;
  /** The window stands still now and shows what the name says. */
  readonly shoot: (name: string) => Promise<void>;
}

/** The real application on its way through some of its screens and states. */
export interface Scene {
  readonly name: string;
  readonly aws?: AwsOptions;
  readonly environment?: Readonly<Record<string, string>>;
  /** Before the application starts. */
  readonly prepare?: (stand: Pick<Stand, 'aws' | 'home'>) => Promise<void>;
  readonly play: (stand: Stand) => Promise<void>;
}

export interface SceneTools {
  readonly display: Display;
  /** Called for each state that a scene comes to. */
  readonly shoot: (name: string, application: Application) => Promise<void>;
  /** Words for the application. */
  readonly words?: readonly string[];
}

/** Plays one scene from an empty home to the end of the application. */
export async function playScene(scene: Scene, { display, shoot, words }: SceneTools): Promise<void> {
  // A list at once: how it comes in is for other tests.
  const aws = await startAws({ behaviour: { portalRate: null }, ...scene.aws });
  const home = await createTestHome({ aws, ...(scene.environment && { environment: scene.environment }) });
  try {
    await scene.prepare?.({ aws, home });
    const application = await startApplication(home, display, words && { words });
    try {
      await scene.play({
        ...{ aws, home, application, page: application.page },
        shoot: async (name) => {
          // What lies below the pointer would look as if it were pressed.
          await application.page.mouse.move(0, 0);
          await shoot(name, application);
        },
      });
    } finally {
      await application.quit();
    }
  } finally {
    await home.dispose();
    await aws.close();
  }
}

/** Sets the theme as the settings do, and waits until the page has it. */
export async function showTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await callWindow(page, 'setSetting', { name: 'theme', value: theme });
  // Not waitForFunction, which would evaluate within the page: its policy forbids that.
  for (let waited = 0; waited < 10_000; waited += 20) {
    if ((await page.evaluate(`matchMedia('(prefers-color-scheme: ${theme})').matches`)) === true) return;
    await pause(20);
  }
  throw new Error(`The page never became ${theme}`);
}

/** Signed in and listed by the command, and the window shows the list. */
export async function signedInList({ aws, home, page }: Stand): Promise<void> {
  await home.signIn(aws);
  await home.latchkey(['sync']);
  const listed = (await home.json(['list'])).value as { readonly profiles: readonly unknown[] };
  const all = new RegExp(`^All profiles ${listed.profiles.length}$`);
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: all }).waitFor();
}
