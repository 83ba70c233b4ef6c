import { openInBrowser } from '../adapters/systemBrowser.ts';
import { isAwsPage } from '../core/console/isAwsPage.ts';
import { AppError } from '../core/errors.ts';

export interface PageOpener {
  readonly environment: NodeJS.ProcessEnv;
  /** A home that LATCHKEY_HOME named, as tests and the demo have: pages on this machine count too. */
  readonly named: boolean;
}

/**
 * The one way out of the application for a link: AWS's own sign-in pages and the console.
 * @throws AppError not-aws for any other page; what the system's browser cannot do
 */
export async function openPage({ environment, named }: PageOpener, link: string): Promise<void> {
  if (!isAwsPage(link, named)) {
    throw new AppError('not-aws', 'This page is not on an AWS host, so it was not opened.', {
      hint: 'Check the start URL and the network; tell your administrator if it happens again.',
      retry: 'never',
    });
  }
  await openInBrowser(link, { env: environment, platform: process.platform, opensLoopback: named });
}
