import type { Organisation } from '../organisation.ts';

/**
 * The Identity Center instance of a start URL in a region. People paste the URL of their browser, so a last slash
 * and the fragment (`/start/#/`) do not count. An instance in another region is not found.
 */
export function findInstance(
  organisations: readonly Organisation[],
  startUrl: string | undefined,
  region: string,
): Organisation | undefined {
  const plain = (url: string): string => url.replace(/#.*$/, '').replace(/\/+$/, '');
  return organisations.find(
    (organisation) =>
      startUrl !== undefined &&
      organisation.region === region &&
      plain(organisation.startUrl) === plain(startUrl),
  );
}
