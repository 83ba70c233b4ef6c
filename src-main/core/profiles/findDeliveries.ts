import { AppError } from '../errors.ts';
import type { DeliveryPorts } from './changeFile.ts';
import {
  fileOf,
  pathOf,
  readRecords,
  recordKey,
  recordOfSection,
  type AwsFiles,
  type Delivery,
  type DeliveryRecord,
} from './deliveryRecord.ts';
import { parseSharedFile, type SharedFile } from './sharedFile.ts';

export interface FoundDeliveries {
  /** What stands in the files, remembered or not. */
  readonly deliveries: readonly Delivery[];
  /** Remembered ones that are in their files no more. */
  readonly lost: readonly DeliveryRecord[];
  /** Remembered ones whose file cannot be read now, with why. */
  readonly hidden: readonly { readonly record: DeliveryRecord; readonly error: AppError }[];
}

interface Place {
  readonly file: SharedFile;
  readonly path: string;
  readonly files: AwsFiles;
}

/**
 * The files tell what is delivered, by our markers in them; our memory adds to whom a section belongs. A file that
 * cannot be read now keeps what is remembered of it.
 */
export async function findDeliveries(ports: DeliveryPorts): Promise<FoundDeliveries> {
  const records = await readRecords(ports.memory);
  const remembered = new Map(records.map((record) => [recordKey(record), record]));
  const lost = new Map(remembered);
  const deliveries: Delivery[] = [];
  const hidden: { record: DeliveryRecord; error: AppError }[] = [];
  for (const place of placesOf(records, ports.awsFiles)) {
    const found = await deliveriesIn(ports, place);
    if (found instanceof AppError) {
      for (const [key, record] of lost) {
        if (pathOf(record) !== place.path) continue;
        hidden.push({ record, error: found });
        lost.delete(key);
      }
      continue;
    }
    for (const delivery of found) {
      const key = recordKey(delivery);
      deliveries.push({ ...delivery, ...remembered.get(key) });
      lost.delete(key);
    }
  }
  return { deliveries, lost: [...lost.values()], hidden };
}

/** Every AWS file that may hold a section of ours. */
export function placesOf(records: readonly DeliveryRecord[], awsFiles: AwsFiles): readonly Place[] {
  const places = new Map<string, Place>();
  const add = (place: Place): void => {
    const key = `${place.file} ${place.path}`;
    if (!places.has(key)) places.set(key, place);
  };
  for (const record of records) add({ file: fileOf(record), path: pathOf(record), files: record.files });
  add({ file: 'config', path: awsFiles.config, files: awsFiles });
  add({ file: 'credentials', path: awsFiles.credentials, files: awsFiles });
  return [...places.values()];
}

async function deliveriesIn(ports: DeliveryPorts, place: Place): Promise<readonly Delivery[] | AppError> {
  let text: string;
  try {
    text = (await ports.files.read(place.path)) ?? '';
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    ports.log.write('aws-file-unreadable', { code: error.code });
    return error;
  }
  return parseSharedFile(place.file, text).flatMap((section) => {
    const { mark } = section;
    const record = recordOfSection(section, place.files);
    const ours = mark?.marker.home === ports.home && record !== undefined && fileOf(record) === place.file;
    return ours ? [{ ...record, expiresAt: mark.marker.endsAt, intact: mark.intact }] : [];
  });
}
