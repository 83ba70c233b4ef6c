import { homedir } from 'node:os';
import { agentPaths } from '../agent/agentPaths.ts';
import type { Input } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import type { Cli } from './cli.ts';

/** Where a page opens for the person at this terminal. */
export interface PageBrowser {
  /**
   * Opens the link; one that is a secret is waited for until the browser has it.
   * @throws AppError
   */
  open(link: string, isSecret: boolean): Promise<void>;
  /** Such as: Google Chrome, profile “Work”. */
  readonly words: string;
}

/**
 * Where the page of a profile’s console, or of a sign-in, opens. $BROWSER counts first: somebody has set it for this
 * very terminal, which may be on another machine than the browsers of the rules. Else the rules of the settings hold,
 * as in the window.
 * @throws AppError browser-gone
 */
export async function pageBrowser(cli: Cli, whose: Input<'browserFor'>): Promise<PageBrowser> {
  const [{ createBrowsers }, { browserTrouble }, { browserWords }] = await Promise.all([
    import('../adapters/browsers/createBrowsers.ts'),
    import('../core/console/browserTrouble.ts'),
    import('../core/console/browserWords.ts'),
  ]);
  const { env } = cli;
  const browsers = createBrowsers({
    env,
    platform: process.platform,
    home: env['HOME'] ?? homedir(),
    opensLoopback: agentPaths(env).named,
  });
  const none = { browser: 'default', profile: null, container: null, private: false } as const;
  const isNamed = (env['BROWSER'] ?? '').trim() !== '';
  const { open } = isNamed ? { open: none } : await cli.call('browserFor', whose);
  const installed = open.browser === 'default' ? [] : await browsers.installed();
  const trouble = browserTrouble(open, installed);
  if (trouble !== undefined) throw trouble;
  return {
    words: isNamed ? 'your $BROWSER' : browserWords(open, installed),
    async open(link, isSecret) {
      const { taken } = await browsers.open({ link, open, isSecret });
      if (await taken) return;
      throw new AppError('internal', 'The browser did not come for the console’s page within a minute.', {
        hint: 'Open it again, or use --print.',
      });
    },
  };
}
