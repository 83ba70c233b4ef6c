import { partitions, type Partition } from './partition.ts';

/** The region of `[<region>.]<plainHost>`, the main one where it names none; `undefined` for somebody else's host. */
export function regionOfHost(host: string, plainHost: string, partition: Partition): string | undefined {
  const { mainRegion, regions } = partitions[partition];
  if (host === plainHost) return mainRegion;
  const region = host.endsWith(`.${plainHost}`) ? host.slice(0, -plainHost.length - 1) : '';
  return regions.test(region) ? region : undefined;
}
