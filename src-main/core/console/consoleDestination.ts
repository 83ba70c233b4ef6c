import { AppError } from '../errors.ts';
import { partitionOf } from '../partition.ts';
import { regionIn } from '../roles/regionIn.ts';
import { consoleServiceNamed } from './consoleServiceNamed.ts';
import { findConsoleServices } from './findConsoleServices.ts';

export interface ConsoleDestination {
  readonly url: string;
  /** Whose sign-in leads there: of a page for all regions the one where its partition's console is at home. */
  readonly signInRegion: string;
}

/**
 * The console page to land on. The host comes from the region's partition and from nowhere else: a link that signs
 * somebody in must not lead to a page of another's choosing. A path counts before a service.
 *
 * @throws AppError bad-input; for what is no service its details name some that are
 */
export function consoleDestination(
  region: string,
  wanted: { readonly service?: string | undefined; readonly path?: string | undefined },
): ConsoleDestination {
  const partition = partitionOf(region);
  const page = wanted.path === undefined ? pageOf(wanted.service ?? 'console', partition.id) : undefined;
  if (page?.isGlobal === true) {
    return {
      url: new URL(page.path, `https://${partition.consoleHost}`).href,
      signInRegion: regionIn(partition.id),
    };
  }
  const path = wanted.path ?? page?.path ?? '';
  const origin = `https://${region}.${partition.consoleHost}`;
  const url = URL.canParse(path, origin) ? new URL(path, origin) : undefined;
  if (!/^\/(?!\/)[^\s\\]*$/.test(path) || url?.origin !== origin) {
    throw new AppError('bad-input', `“${path}” is not a path of the console.`, {
      hint: 'A path starts with one slash, such as /s3/buckets.',
    });
  }
  if (!url.searchParams.has('region')) url.searchParams.set('region', region);
  return { url: url.href, signInRegion: region };
}

function pageOf(service: string, partition: string): { readonly path: string; readonly isGlobal: boolean } {
  const known = consoleServiceNamed(service);
  if (known?.missingIn.includes(partition) === true) {
    throw new AppError('bad-input', `${known.name} is not offered in the partition ${partition}.`);
  }
  if (known !== undefined) return known;
  // The console has more services than we know.
  if (/^[a-z0-9][a-z0-9-]*$/.test(service)) return { path: `/${service}/home`, isGlobal: false };
  const near = /^[\w -]+$/.test(service) ? findConsoleServices(service, partition).slice(0, 5) : [];
  throw new AppError('bad-input', `“${service}” is not a service of the console.`, {
    hint:
      near.length === 0
        ? 'Give it as in the console’s address, such as s3 or cloudwatch.'
        : 'Did you mean one of these?',
    details: near.map(({ id, name }) => `${id}: ${name}`),
  });
}
