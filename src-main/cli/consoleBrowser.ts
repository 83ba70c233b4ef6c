import { homedir } from 'node:os';
import { agentPaths } from '../agent/agentPaths.ts';
import type { Output } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import type { Cli } from './cli.ts';
import type { ProfileChoice } from './profileChoice.ts';

/** Where a console opens for the person at this terminal. */
export interface ConsoleBrowser {
  /**
   * Opens the link and comes back once the browser has it.
   * @throws AppError
   */
  open(link: string, by: Output<'consoleLink'>['by']): Promise<void>;
  /** Such as: Google Chrome, profile “Work”. */
  readonly words: string;
}

/**
 * $BROWSER counts first: somebody has set it for this very terminal, which may be on another machine than the
 * browsers of the rules. Else the rules of the settings hold, as in the window.
 * @throws AppError browser-gone, before any keys are made
 */
export async function consoleBrowser(cli: Cli, profile: ProfileChoice): Promise<ConsoleBrowser> {
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
  const { open } = isNamed ? { open: none } : await cli.call('browserFor', profile);
  const installed = open.browser === 'default' ? [] : await browsers.installed();
  const trouble = browserTrouble(open, installed);
  if (trouble !== undefined) throw trouble;
  return {
    words: isNamed ? 'your $BROWSER' : browserWords(open, installed),
    async open(link, by) {
      const { taken } = await browsers.open({ link, open, isSecret: by === 'federation' });
      if (await taken) return;
      throw new AppError('internal', 'The browser did not come for the console’s page within a minute.', {
        hint: 'Open it again, or use --print.',
      });
    },
  };
}
