import { AppError } from '../errors.ts';
import { isKnownRegion, partitionOf } from '../partition.ts';

/** Where each partition answers whoever names no region. */
const usual: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-cn': 'cn-north-1',
  'aws-eusc': 'eusc-de-east-1',
};

/**
 * The first of the regions that is of the partition, for keys of one mean nothing in another; else its usual one.
 * @throws AppError bad-input for a partition of which no region is known
 */
export function regionIn(partition: string, ...wanted: readonly (string | null | undefined)[]): string {
  const fits = (region: string | null | undefined): region is string =>
    typeof region === 'string' && isKnownRegion(region) && partitionOf(region).id === partition;
  const found = wanted.find(fits) ?? usual[partition];
  if (found !== undefined) return found;
  throw new AppError('bad-input', `Latchkey knows no region of the partition ${partition}.`, {
    hint: 'Partitions with hosts of their own that AWS does not publish are not supported.',
  });
}
