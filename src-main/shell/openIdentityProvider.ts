import type { BrowserChoice } from '../core/console/browserChoice.ts';
import type { Browsers } from '../core/console/installedBrowser.ts';
import { isPlainLink } from '../core/console/isPlainLink.ts';
import { AppError } from '../core/errors.ts';
import { isLoopback } from '../core/sso/verificationLink.ts';

/**
 * Opens the sign-in page that an OpenID Connect provider named, on whichever host: the person typed the provider's
 * address, sees the host of the page, and only they begin such a sign-in.
 * @throws AppError not-aws for what is no page of the web; what the browser cannot do
 */
export async function openIdentityProvider(
  browsers: Browsers,
  link: string,
  open: BrowserChoice,
): Promise<void> {
  const isWeb = isPlainLink(link) && (link.startsWith('https:') || isLoopback(new URL(link).hostname));
  if (!isWeb) {
    throw new AppError('not-aws', 'The identity provider’s page is not on https, so it was not opened.', {
      hint: 'Check the issuer of the source; tell your administrator if it happens again.',
      retry: 'never',
    });
  }
  await browsers.open({ link, isSecret: false, open });
}
