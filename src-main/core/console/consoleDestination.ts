import { AppError } from '../errors.ts';
import { partitionOf } from '../partition.ts';

/**
 * The console page to land on. The host comes from the region's partition and from nowhere else: a link that signs
 * somebody in must not lead to a page of another's choosing.
 *
 * @throws AppError bad-input
 */
export function consoleDestination(
  region: string,
  wanted: { readonly service?: string | undefined; readonly path?: string | undefined },
): string {
  const origin = `https://${region}.${partitionOf(region).consoleHost}`;
  if (wanted.service !== undefined && !/^[a-z0-9][a-z0-9-]*$/.test(wanted.service)) {
    throw new AppError('bad-input', `“${wanted.service}” is not a service of the console.`, {
      hint: 'Give it as in the console’s address, such as s3 or cloudwatch.',
    });
  }
  const path = wanted.path ?? (wanted.service === undefined ? '/console/home' : `/${wanted.service}/home`);
  const url = URL.canParse(path, origin) ? new URL(path, origin) : undefined;
  if (!/^\/(?!\/)[^\s\\]*$/.test(path) || url?.origin !== origin) {
    throw new AppError('bad-input', `“${path}” is not a path of the console.`, {
      hint: 'A path starts with one slash, such as /s3/buckets.',
    });
  }
  if (!url.searchParams.has('region')) url.searchParams.set('region', region);
  return url.href;
}
