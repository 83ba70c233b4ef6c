import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSharedFiles } from '../../../src-main/adapters/files.ts';
import type { TemporaryCredentials } from '../../../src-main/core/credentials/temporaryCredentials.ts';
import type { Memory, MemoryDocument, SharedFiles } from '../../../src-main/core/ports.ts';
import { createDeliveries, type Deliveries } from '../../../src-main/core/profiles/delivery.ts';
import type { AwsFiles } from '../../../src-main/core/profiles/deliveryRecord.ts';
import type { DeliveredProfile, KeysRequest } from '../../../src-main/core/profiles/putKeys.ts';
import type { ProcessRequest } from '../../../src-main/core/profiles/putProcess.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

export const hour = 3_600_000;

/** Deliveries over real files and a memory that can be lost, with a clock that stands still. */
export interface DeliveryHome {
  readonly files: AwsFiles;
  readonly disk: SharedFiles;
  readonly deliveries: Deliveries;
  readonly documents: Map<MemoryDocument, unknown>;
  now: number;
  /** Another process of the same home, or of another one. */
  again(home?: string): Deliveries;
  read(file: keyof AwsFiles): Promise<string>;
  write(file: keyof AwsFiles, text: string): Promise<void>;
  keys(given?: Partial<KeysRequest> & { secret?: string }): KeysRequest;
  remove(): Promise<void>;
}

export async function deliveryHome(): Promise<DeliveryHome> {
  const folder = await temporaryFolder();
  const files = { config: join(folder, '.aws', 'config'), credentials: join(folder, '.aws', 'credentials') };
  const documents = new Map<MemoryDocument, unknown>();
  const memory: Memory = {
    read: (document) => Promise.resolve(structuredClone(documents.get(document))),
    write: (document, value) => {
      documents.set(document, structuredClone(value));
      return Promise.resolve();
    },
  };
  const clock = { now: () => place.now, sleep: () => Promise.resolve() };
  const disk = createSharedFiles({ backups: join(folder, 'backups'), clock });
  const log = { write: () => undefined };
  const again = (home = 'home0000'): Deliveries =>
    createDeliveries({ files: disk, memory, clock, log, home, awsFiles: files });
  const place: DeliveryHome = {
    files,
    disk,
    documents,
    deliveries: again(),
    now: Date.parse('2026-03-01T12:00:00Z'),
    again,
    read: (file) => readFile(files[file], 'latin1'),
    write: async (file, text) => {
      await mkdir(join(folder, '.aws'), { recursive: true });
      await writeFile(files[file], text, 'latin1');
    },
    keys: ({ secret = 'first', ...given } = {}) => ({
      profile: profileOf('a'),
      name: 'prod.Admin',
      credentials: credentialsOf(secret, place.now + hour),
      region: 'eu-west-1',
      endsAt: place.now + 8 * hour,
      files,
      ...given,
    }),
    remove: () => rm(folder, { recursive: true }),
  };
  return place;
}

export function profileOf(letter: string, ssoSession = 'corp'): DeliveredProfile {
  return { id: letter.repeat(24), ssoSession, accountId: '012345678901', roleName: 'Admin' };
}

export function credentialsOf(secret: string, expiration: number): TemporaryCredentials {
  return {
    accessKeyId: `id-${secret}`,
    secretAccessKey: `secret-${secret}`,
    sessionToken: `token-${secret}`,
    expiration,
  };
}

export function processOf(letter: string, name: string): ProcessRequest {
  return { profile: profileOf(letter), name, region: 'eu-west-1' };
}
