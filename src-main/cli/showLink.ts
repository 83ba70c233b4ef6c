import type { Cli } from './cli.ts';
import { AppError } from '../core/errors.ts';

interface Shown {
  readonly userCode: string | null;
  readonly link: string;
  readonly ssoSession?: string;
}

/**
 * One line with the code to compare, where there is one, and one with the link. `opens` starts the browser, too: that
 * of the rules for this sign-in, of none where a provider of its own is asked.
 */
export function showLink(cli: Cli, { userCode, link, ssoSession }: Shown, opens: boolean): void {
  if (userCode !== null) cli.say(`Code: ${userCode}`);
  cli.say(`Link: ${link}`);
  if (userCode !== null) cli.say('Compare the code with the one in the browser before you allow it.');
  if (!opens) return;
  open(cli, link, ssoSession).catch((error: unknown) => {
    const why = error instanceof AppError ? error.message : 'The browser could not be opened.';
    cli.say(`${why} You can open the link yourself.`);
  });
}

async function open(cli: Cli, link: string, ssoSession: string | undefined): Promise<void> {
  const { pageBrowser } = await import('./pageBrowser.ts');
  const browser = await pageBrowser(cli, { ssoSession });
  await browser.open(link, false);
}
