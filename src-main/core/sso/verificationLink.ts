import { AppError } from '../errors.ts';
import { partitionOf } from '../partition.ts';
import type { DeviceAuthorization, SsoPlace } from './ssoSession.ts';

/**
 * The page to open for a device authorization. An answer that names a page elsewhere than AWS is how a sign-in is
 * phished, so a link leaves here only if it is https on a portal host of the region's partition, or, where the OIDC
 * endpoint itself is on loopback (a test home), on that very endpoint.
 *
 * @throws AppError not-aws
 */
export function verificationLink(
  authorization: DeviceAuthorization,
  place: SsoPlace,
  origin: string,
): string {
  const links = [authorization.verificationUriComplete, authorization.verificationUri];
  const [plain] = links.slice(1);
  if (links.every((link) => isAllowed(link, place, origin))) return links[0] ?? '';
  if (plain !== undefined && isAllowed(plain, place, origin)) return plain;
  throw new AppError(
    'not-aws',
    'The sign-in page that was offered is not on an AWS host, so it was not opened.',
    {
      hint: 'Check the start URL and the network; tell your administrator if it happens again.',
      retry: 'never',
    },
  );
}

function isAllowed(link: string, place: SsoPlace, origin: string): boolean {
  if (!URL.canParse(link) || /[\s\\]/.test(link)) return false;
  const url = new URL(link);
  if (url.username !== '' || url.password !== '') return false;
  if (isLoopback(new URL(origin).hostname)) return url.origin === new URL(origin).origin;
  return url.protocol === 'https:' && url.port === '' && isPortalHost(url.hostname, place.region);
}

function isPortalHost(host: string, region: string): boolean {
  const { dnsSuffix, portalSuffixes } = partitionOf(region);
  return (
    host === `device.sso.${region}.${dnsSuffix}` ||
    portalSuffixes.some((suffix) => host.endsWith(suffix) && host.length > suffix.length)
  );
}

/** 127.0.0.0/8, ::1 and localhost. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
