import { isAwsPage } from '../core/console/isAwsPage.ts';
import type { Browsers } from '../core/console/installedBrowser.ts';
import { AppError } from '../core/errors.ts';
import type { PageOpening } from '../desk/desk.ts';

export interface PageOpener {
  readonly browsers: Browsers;
  /** A home that LATCHKEY_HOME named, as tests and the demo have: pages on this machine count too. */
  readonly named: boolean;
  /** Endpoints that the person has set instead of AWS's own, such as a VPC's; their pages count. */
  readonly endpoints: () => Promise<readonly string[]>;
}

/**
 * The one way out of the application for a link: AWS's own sign-in pages and the console.
 * @throws AppError not-aws for any other page; what the browser cannot do
 */
export async function openPage(
  { browsers, named, endpoints }: PageOpener,
  link: string,
  how: PageOpening,
): Promise<void> {
  const own = (await endpoints()).map((endpoint) => new URL(endpoint).origin);
  if (!isAwsPage(link, { allowsLoopback: named, own })) {
    throw new AppError('not-aws', 'This page is not on an AWS host, so it was not opened.', {
      hint: 'Check the start URL and the network; tell your administrator if it happens again.',
      retry: 'never',
    });
  }
  await browsers.open({ link, ...how });
}
