import type { Page } from 'playwright-core';
import { startAws, type Aws, type AwsOptions } from '../../aws/standIn.ts';
import { startApplication, type Application } from '../application.ts';
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

export const themes = ['light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** As the system’s theme would show it. */
export const showTheme = (page: Page, theme: Theme): Promise<void> =>
  page.emulateMedia({ colorScheme: theme });

/**
 * Several scenes in one application, which take half of the time: each begins at a window that was just opened, with
 * what those before it left. Their names make its name.
 */
export function oneAfterTheOther(scenes: readonly Scene[]): Scene {
  return {
    name: scenes.map(({ name }) => name).join(', '),
    prepare: async (stand) => {
      for (const { prepare } of scenes) await prepare?.(stand);
    },
    play: async (stand) => {
      for (const [before, scene] of scenes.entries()) {
        if (before > 0) {
          await stand.application.resize(1280, 800);
          await stand.page.reload();
        }
        await scene.play(stand);
      }
    },
  };
}

const signedIn = new WeakSet<TestHome>();

/** Signed in and listed by the command, and the window shows the list. */
export async function signedInList({ aws, home, page }: Stand): Promise<void> {
  if (signedIn.has(home)) {
    await page.getByRole('grid', { name: 'Profiles' }).waitFor();
    return;
  }
  signedIn.add(home);
  await home.signIn(aws);
  await home.latchkey(['sync']);
  const listed = (await home.json(['list'])).value as { readonly profiles: readonly unknown[] };
  const all = new RegExp(`^All profiles ${listed.profiles.length}$`);
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: all }).waitFor();
}
