import { AppError } from '../errors.ts';
import { changeFile, type DeliveryPorts } from './changeFile.ts';
import {
  fileOf,
  pathOf,
  readRecords,
  recordKey,
  recordOfSection,
  writeRecords,
  type Delivery,
} from './deliveryRecord.ts';
import { findDeliveries, placesOf } from './findDeliveries.ts';
import type { Mark } from './sharedFile.ts';

/**
 * Takes sections out of their files: all that we wrote, or just our lines where a person added others. The file
 * comes first and the memory after it, so that a kill in between forgets nothing that is still there.
 * @returns what was taken out
 * @throws AppError file-unreadable, file-unwritable, after the other files were done
 */
export async function removeDeliveries(
  ports: DeliveryPorts,
  isMeant: (delivery: Delivery) => boolean,
): Promise<readonly Delivery[]> {
  const { deliveries, lost, hidden } = await findDeliveries(ports);
  const meant = deliveries.filter(isMeant);
  const removed: Delivery[] = [];
  const isHidden = ({ record }: (typeof hidden)[number]): boolean =>
    isMeant({ ...record, expiresAt: record.endsAt, intact: true });
  const troubles: unknown[] = hidden.filter(isHidden).map(({ error }) => error);
  for (const same of byPath(meant)) {
    try {
      await takeOut(ports, same);
      removed.push(...same);
    } catch (error) {
      troubles.push(error);
    }
  }
  await forget(ports, new Set([...removed, ...lost].map(recordKey)));
  if (removed.length > 0) ports.log.write('delivery-removed', { count: removed.length });
  if (troubles.length > 0) throw troubles[0];
  return removed;
}

/** Milliseconds: no delivery of keys is longer, so nobody renews keys that ended longer ago. */
const longestDelivery = 12 * 3_600_000;

/**
 * Takes out long expired keys of other homes: those may have been deleted, and nobody else would. A file that cannot
 * be written now is left for the next time.
 */
export async function removeAbandoned(ports: DeliveryPorts): Promise<void> {
  const latest = ports.clock.now() - longestDelivery;
  for (const { file, path } of placesOf(await readRecords(ports.memory), ports.awsFiles)) {
    if (file !== 'credentials') continue;
    const isAbandoned = ({ marker }: Mark): boolean =>
      marker.home !== ports.home && marker.endsAt !== null && marker.endsAt <= latest;
    try {
      await changeFile(ports, { file, path, plan: () => ({ put: new Map(), takeOut: isAbandoned }) });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      ports.log.write('abandoned-keys-left', { code: error.code });
    }
  }
}

async function takeOut(ports: DeliveryPorts, same: readonly [Delivery, ...Delivery[]]): Promise<void> {
  const [first] = same;
  const keys = new Set(same.map(recordKey));
  await changeFile(ports, {
    file: fileOf(first),
    path: pathOf(first),
    plan: () => ({
      put: new Map(),
      takeOut: (mark, section) => {
        const record = recordOfSection(section, first.files);
        return mark.marker.home === ports.home && record !== undefined && keys.has(recordKey(record));
      },
    }),
  });
}

async function forget(ports: DeliveryPorts, keys: ReadonlySet<string>): Promise<void> {
  const records = await readRecords(ports.memory);
  const kept = records.filter((record) => !keys.has(recordKey(record)));
  if (kept.length < records.length) await writeRecords(ports.memory, kept);
}

function byPath(deliveries: readonly Delivery[]): Iterable<[Delivery, ...Delivery[]]> {
  const groups = new Map<string, [Delivery, ...Delivery[]]>();
  for (const delivery of deliveries) {
    const key = `${fileOf(delivery)} ${pathOf(delivery)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [delivery]);
    else group.push(delivery);
  }
  return groups.values();
}
