import { z } from 'zod';
import type { Memory } from '../ports.ts';
import { deliveryKind } from '../settings/settings.ts';
import type { Block } from './editSections.ts';
import { settingsOf, type Section, type SharedFile } from './sharedFile.ts';

/** The AWS files of the caller's environment: absolute paths. */
export interface AwsFiles {
  readonly config: string;
  readonly credentials: string;
}

/** What is remembered of a profile that reaches other programs through an AWS file. No secret is in it. */
export const deliveryRecord = z.strictObject({
  /** Id of the profile. */
  id: z.string(),
  /** Name of the section. */
  name: z.string(),
  delivery: deliveryKind,
  files: z.strictObject({ config: z.string(), credentials: z.string() }),
  /** Null when only the section's marker tells of it, because our memory was lost. */
  role: z
    .strictObject({ ssoSession: z.string().nullable(), accountId: z.string(), roleName: z.string() })
    .nullable(),
  region: z.string(),
  /** The `credential_process` value of a process profile. */
  command: z.string().nullable(),
  /** Epoch milliseconds when the keys are taken out of the file; null for a process profile. */
  endsAt: z.number().nullable(),
});
export type DeliveryRecord = z.infer<typeof deliveryRecord>;

/** A delivery as it stands in its file. */
export interface Delivery extends DeliveryRecord {
  /** Epoch milliseconds when the keys in the file end; null for a process profile. */
  readonly expiresAt: number | null;
  /** Nobody changed the section since we wrote it: only then it can be renewed. */
  readonly intact: boolean;
}

export function recordOfDelivery(of: Delivery): DeliveryRecord {
  const { id, name, files, role, region, command, endsAt } = of;
  return { id, name, delivery: of.delivery, files, role, region, command, endsAt };
}

const document = z.strictObject({ version: z.literal(1), deliveries: z.array(deliveryRecord) });

/** What is remembered. A document that is lost or broken is none: the markers in the files tell the rest. */
export async function readRecords(memory: Memory): Promise<readonly DeliveryRecord[]> {
  const read = document.safeParse(await memory.read('deliveries'));
  return read.success ? read.data.deliveries : [];
}

export async function writeRecords(memory: Memory, records: Iterable<DeliveryRecord>): Promise<void> {
  await memory.write('deliveries', { version: 1, deliveries: [...records] });
}

/** One section in one file holds at most one delivery; the id tells a replaced one from its successor. */
export function recordKey(of: DeliveryRecord): string {
  return JSON.stringify([of.delivery, pathOf(of), of.name, of.id]);
}

export function pathOf({ delivery: kind, files }: Pick<DeliveryRecord, 'delivery' | 'files'>): string {
  return kind === 'keys' ? files.credentials : files.config;
}

export function fileOf({ delivery: kind }: Pick<DeliveryRecord, 'delivery'>): SharedFile {
  return kind === 'keys' ? 'credentials' : 'config';
}

/** The section of a process profile. Keys have no way back from a record: they are not in it. */
export function processBlock(home: string, of: DeliveryRecord): Block {
  return {
    name: of.name,
    marker: { kind: 'process', id: of.id, home, endsAt: null },
    keys: [
      ['credential_process', of.command ?? ''],
      ['region', of.region],
    ],
  };
}

/** What the marker and the lines of a section tell when our memory does not. */
export function recordOfSection(section: Section, files: AwsFiles): DeliveryRecord | undefined {
  if (section.mark === null || section.name === null) return undefined;
  const { kind, id, endsAt } = section.mark.marker;
  const settings = settingsOf(section);
  return {
    id,
    name: section.name,
    delivery: kind,
    files: { config: files.config, credentials: files.credentials },
    role: null,
    region: settings.get('region') ?? '',
    command: kind === 'process' ? (settings.get('credential_process') ?? null) : null,
    endsAt,
  };
}
