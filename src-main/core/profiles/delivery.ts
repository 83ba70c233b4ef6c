import pLimit from 'p-limit';
import type { TemporaryCredentials } from '../credentials/temporaryCredentials.ts';
import type { DeliveryKind } from '../settings/settings.ts';
import { AppError } from '../errors.ts';
import type { Memory } from '../ports.ts';
import { fileWarnings, type DeliveryPorts } from './changeFile.ts';
import { readRecords, recordOfDelivery, type Delivery, type DeliveryRecord } from './deliveryRecord.ts';
import { findDeliveries, placesOf } from './findDeliveries.ts';
import { putKeys, renewKeys, type KeysRequest } from './putKeys.ts';
import { putProcess, type ProcessOptions, type ProcessRequest, type ProcessResult } from './putProcess.ts';
import { removeAbandoned, removeDeliveries } from './removeDeliveries.ts';
import type { SharedFile } from './sharedFile.ts';
import { rememberForUndo, undoLastEdit, type FileDiff } from './undo.ts';

/** Which deliveries are meant; what is left out does not narrow. `{}` is all of this home. */
export interface DeliveryChoice {
  readonly ids?: ReadonlySet<string>;
  /** Name of the section. */
  readonly name?: string;
  readonly ssoSession?: string;
  readonly delivery?: DeliveryKind;
}

/** What Latchkey puts into and takes out of the AWS files. One at a time; no secret is remembered. */
export interface Deliveries {
  /** @throws AppError bad-input, section-not-ours, file-unreadable, file-unwritable */
  putKeys(request: KeysRequest): Promise<{ readonly file: string; readonly warnings: readonly string[] }>;
  /**
   * New keys for a delivery of `active`. `gone` when a person changed or removed its section: it is theirs now.
   * @throws AppError bad-input, file-unreadable, file-unwritable
   */
  renewKeys(delivery: Delivery, credentials: TemporaryCredentials): Promise<'renewed' | 'gone'>;
  /** @throws AppError bad-input, section-not-ours, file-unreadable, file-unwritable */
  putProcess(requests: readonly ProcessRequest[], options: ProcessOptions): Promise<ProcessResult>;
  /** @throws AppError file-unreadable, file-unwritable */
  remove(choice: DeliveryChoice): Promise<readonly Delivery[]>;
  /** What is remembered, whether or not it still stands in its file. */
  remembered(): Promise<readonly DeliveryRecord[]>;
  /** Grows with every change of what is remembered. */
  version(): number;
  /** The person's AWS files and what is wrong with them in a sentence; null when nothing is. */
  inspect(): Promise<readonly FileProblem[]>;
  /** What stands in the files now. */
  active(): Promise<readonly Delivery[]>;
  /**
   * Takes out keys whose delivery has ended, and expired ones except where `isRenewable` says that they will be
   * renewed. Also those that only their marker tells of, and after 12 hours those of other homes.
   * @throws AppError file-unreadable, file-unwritable
   */
  removeExpired(isRenewable?: (delivery: Delivery) => boolean): Promise<readonly Delivery[]>;
  /** Removes what killed processes left beside the files; at start. */
  sweep(): Promise<void>;
  /** @throws AppError nothing-to-undo, lines-changed, file-unreadable, file-unwritable */
  undo(options: { readonly dryRun: boolean }): Promise<{ readonly diffs: readonly FileDiff[] }>;
}

export interface FileProblem {
  readonly file: string;
  readonly problem: string | null;
}

export function createDeliveries(given: DeliveryPorts): Deliveries {
  const inTurn = pLimit(1);
  let version = 0;
  /** Every credential_process asks; the file has changed only when we wrote it. */
  let known: Promise<readonly DeliveryRecord[]> | undefined;
  const write: Memory['write'] = async (document, value) => {
    await given.memory.write(document, value);
    if (document !== 'deliveries') return;
    version += 1;
    known = undefined;
  };
  const ports = { ...given, memory: { read: given.memory.read.bind(given.memory), write } };
  return {
    putKeys: (request) => inTurn(() => putKeys(ports, request)),
    renewKeys: (delivery, credentials) => inTurn(() => renewKeys(ports, delivery, credentials)),
    putProcess: (requests, options) => inTurn(() => putProcess(ports, requests, options)),
    remove: (choice) => inTurn(() => remove(ports, choice)),
    remembered: () => (known ??= readRecords(ports.memory)),
    version: () => version,
    inspect: () => inTurn(() => inspect(ports)),
    active: () => inTurn(async () => (await findDeliveries(ports)).deliveries),
    removeExpired: (isRenewable = () => false) =>
      inTurn(async () => {
        const now = ports.clock.now();
        await removeAbandoned(ports);
        return removeDeliveries(ports, (delivery) => hasEnded(delivery, now, isRenewable));
      }),
    sweep: () => inTurn(() => sweep(ports)),
    undo: (options) => inTurn(() => undoLastEdit(ports, options)),
  };
}

async function remove(ports: DeliveryPorts, choice: DeliveryChoice): Promise<readonly Delivery[]> {
  const removed = await removeDeliveries(ports, (delivery) => isChosen(delivery, choice));
  await rememberForUndo(
    ports.memory,
    removed.map((delivery) => ({ before: recordOfDelivery(delivery), after: null })),
  );
  return removed;
}

function isChosen({ id, name, role, delivery }: Delivery, choice: DeliveryChoice): boolean {
  return (
    (choice.ids === undefined || choice.ids.has(id)) &&
    (choice.name === undefined || name === choice.name) &&
    (choice.ssoSession === undefined || role?.ssoSession === choice.ssoSession) &&
    (choice.delivery === undefined || delivery === choice.delivery)
  );
}

function hasEnded(delivery: Delivery, now: number, isRenewable: (delivery: Delivery) => boolean): boolean {
  if (delivery.delivery === 'process') return false;
  const { endsAt, expiresAt } = delivery;
  if (endsAt !== null && endsAt <= now) return true;
  return expiresAt !== null && expiresAt <= now && !(delivery.intact && isRenewable(delivery));
}

async function sweep(ports: DeliveryPorts): Promise<void> {
  for (const { path } of placesOf(await readRecords(ports.memory), ports.awsFiles)) {
    await ports.files.sweep(path).catch((error: unknown) => {
      ports.log.write('sweep-failed', { code: error instanceof AppError ? error.code : 'internal' });
    });
  }
}

async function inspect({ files, awsFiles }: DeliveryPorts): Promise<readonly FileProblem[]> {
  const problemOf = async (file: SharedFile, path: string): Promise<FileProblem> => {
    try {
      await files.check(path);
      const warnings = fileWarnings(file, path, (await files.read(path)) ?? '');
      return { file: path, problem: warnings[0] ?? null };
    } catch (error) {
      if (error instanceof AppError) return { file: path, problem: error.message };
      throw error;
    }
  };
  return [await problemOf('config', awsFiles.config), await problemOf('credentials', awsFiles.credentials)];
}
