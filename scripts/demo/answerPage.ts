import { openInBrowser } from '../../src-main/adapters/systemBrowser.ts';
import { pages } from '../../test/aws/pages.ts';
import { hasScreen } from './hasScreen.ts';
import type { Screen } from './screen.ts';

/** The page of a sign-in: opened for the person, or, where no browser opens, allowed as a browser would send it. */
export async function answerPage(link: string, screen: Screen): Promise<void> {
  if (hasScreen() && (await opened(link))) return;
  const { status } = await pages().approve(link);
  if (status === 200)
    screen.note('(No browser opens here, so the demo itself went to the page and pressed “Allow”.)');
  else screen.problem('The page of the sign-in could not be answered: open the link above yourself.');
}

async function opened(link: string): Promise<boolean> {
  try {
    await openInBrowser(link, { env: process.env, platform: process.platform, opensLoopback: true });
    return true;
  } catch {
    return false;
  }
}
