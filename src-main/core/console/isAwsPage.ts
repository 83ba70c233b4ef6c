import { partitions, type Partition } from '../partition.ts';
import { isPlainLink } from './isPlainLink.ts';
import { isLoopback } from '../sso/verificationLink.ts';

const hostName = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/**
 * Whether Latchkey may send a person's browser to `link`: a page where a sign-in is approved, or the one that signs
 * in to the console, on a host of AWS. Whoever could have any link opened could phish with it, or start programs.
 * `allowsLoopback`: pages on this machine count too, as in a home of tests or the demo. `own`: origins that the person
 * has set as endpoints.
 */
export function isAwsPage(
  link: string,
  {
    allowsLoopback = false,
    own = [],
  }: { readonly allowsLoopback?: boolean; readonly own?: readonly string[] } = {},
): boolean {
  if (!isPlainLink(link)) return false;
  const { protocol, hostname, port, pathname, origin } = new URL(link);
  if ((allowsLoopback && isLoopback(hostname)) || own.includes(origin)) return true;
  if (protocol !== 'https:' || port !== '' || !hostName.test(hostname)) return false;
  return partitions.some((partition) => isPageOf(partition, hostname, pathname));
}

function isPageOf(
  { regions, dnsSuffix, signInHost, portalSuffixes }: Partition & { readonly regions: RegExp },
  host: string,
  path: string,
): boolean {
  const isRegional = (service: string, suffix: string) =>
    host.startsWith(service) &&
    host.endsWith(`.${suffix}`) &&
    regions.test(host.slice(service.length, -suffix.length - 1));
  if (path === '/federation' && (host === signInHost || isRegional('', signInHost))) return true;
  if (path === '/authorize' && isRegional('oidc.', dnsSuffix)) return true;
  return (
    isRegional('device.sso.', dnsSuffix) ||
    portalSuffixes.some((suffix) => host.endsWith(suffix) && host.length > suffix.length)
  );
}
