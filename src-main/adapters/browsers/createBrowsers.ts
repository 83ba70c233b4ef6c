import { access, constants } from 'node:fs/promises';
import type { BrowserChoice } from '../../core/console/browserChoice.ts';
import { browserTrouble } from '../../core/console/browserTrouble.ts';
import type { Browsers, InstalledBrowser, OpenedPage } from '../../core/console/installedBrowser.ts';
import { checkedLink, openInBrowser, startOpener } from '../systemBrowser.ts';
import { browserCommand } from './browserCommand.ts';
import { browserPlaces, type BrowserSurroundings } from './browserPlaces.ts';
import { browserProfiles } from './browserProfiles.ts';
import { handOver } from './handOver.ts';

interface Found extends InstalledBrowser {
  readonly program: string;
}

/** Milliseconds: a browser may have to start first, and ask which of its profiles is meant. */
const patience = 60_000;

const atOnce: OpenedPage = { taken: Promise.resolve(true) };

/** The browsers of the person's machine. `opensLoopback`: http on loopback counts too, as in tests and the demo. */
export function createBrowsers(
  surroundings: BrowserSurroundings & { readonly opensLoopback: boolean },
): Browsers {
  const { env, platform, opensLoopback } = surroundings;

  /** $BROWSER is a command of the person's own, which may open the link on another machine: it gets the link itself. */
  async function openDefault(link: string, isSecret: boolean): Promise<OpenedPage> {
    const isOwnCommand = (env['BROWSER'] ?? '').trim() !== '';
    if (!isSecret || isOwnCommand) {
      await openInBrowser(link, { env, platform, opensLoopback });
      return atOnce;
    }
    const { link: first, taken } = await handOver(checkedLink(link, opensLoopback), patience);
    await openInBrowser(first, { env, platform, opensLoopback: true });
    return { taken };
  }

  async function openIn(
    { browser, ...how }: BrowserChoice,
    link: string,
    isSecret: boolean,
  ): Promise<OpenedPage> {
    const found = await find(surroundings);
    const trouble = browserTrouble({ browser, ...how }, found);
    if (trouble !== undefined) throw trouble;
    const it = found.find((one) => one.browser === browser);
    if (it === undefined) throw new Error('what is not there is in trouble');
    const page = checkedLink(link, opensLoopback);
    const handed = isSecret ? await handOver(page, patience) : { link: page, ...atOnce };
    await startOpener(browserCommand(it, how, handed.link, platform), env);
    return { taken: handed.taken };
  }

  return {
    installed: async () =>
      (await find(surroundings)).map(({ browser, profiles }) => ({ browser, profiles: [...profiles] })),
    open: async ({ link, isSecret, open }) =>
      open.browser === 'default' ? openDefault(link, isSecret) : openIn(open, link, isSecret),
  };
}

/** Each browser once, as it is found first. */
async function find(surroundings: BrowserSurroundings): Promise<readonly Found[]> {
  const found = new Map<Found['browser'], Found>();
  for (const { browser, programs, folders } of browserPlaces(surroundings)) {
    if (found.has(browser)) continue;
    const program = await firstOf(programs, constants.X_OK);
    if (program === undefined) continue;
    const folder = await firstOf(folders, constants.R_OK);
    const profiles = folder === undefined ? [] : await browserProfiles(browser, folder);
    found.set(browser, { browser, program, profiles });
  }
  return [...found.values()];
}

async function firstOf(paths: readonly string[], mode: number): Promise<string | undefined> {
  for (const path of paths) {
    const isThere = await access(path, mode).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}
