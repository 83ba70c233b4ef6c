import type { Cli } from './cli.ts';
import { openLink } from './openLink.ts';

/** One line with the code to compare, where there is one, and one with the link; `opens` starts the browser, too. */
export function showLink(
  cli: Cli,
  { userCode, link }: { readonly userCode: string | null; readonly link: string },
  opens: boolean,
): void {
  if (userCode !== null) cli.say(`Code: ${userCode}`);
  cli.say(`Link: ${link}`);
  if (userCode !== null) cli.say('Compare the code with the one in the browser before you allow it.');
  if (!opens) return;
  openLink(cli, link).catch(() => {
    cli.say('The browser could not be opened: open the link yourself.');
  });
}
