import { partitions, type Partition } from '../partition.ts';
import { regionOfHost } from '../regionOfHost.ts';

/**
 * The region that a console URL opens: of its host, else of its query, else the one where the partition's console
 * opens by itself. `undefined` when the URL is not of that partition's console.
 */
export function consoleRegion(destination: string, partition: Partition): string | undefined {
  if (!URL.canParse(destination)) return undefined;
  const url = new URL(destination);
  if (url.protocol !== 'https:' || url.username !== '') return undefined;
  const { consoleHost } = partitions[partition];
  const region = regionOfHost(url.host, consoleHost, partition);
  return url.host === consoleHost ? (url.searchParams.get('region') ?? region) : region;
}
