import { AppError } from '../errors.ts';
import { changeFile, previewChange, type DeliveryPorts, type FilePlan } from './changeFile.ts';
import { credentialProcess } from './credentialProcess.ts';
import {
  readRecords,
  recordKey,
  writeRecords,
  type AwsFiles,
  type DeliveryRecord,
} from './deliveryRecord.ts';
import { planProcess, type ProcessPlan } from './planProcess.ts';
import type { DeliveredProfile } from './putKeys.ts';
import { checkProfileName, checkRegion } from './safeText.ts';
import { sectionDiff } from './sectionDiff.ts';
import { byProfile, parseSharedFile, settingsOf } from './sharedFile.ts';
import { rememberForUndo, type FileDiff } from './undo.ts';

export interface ProcessRequest {
  readonly profile: DeliveredProfile;
  readonly name: string;
  readonly region: string;
}

export interface ProcessOptions {
  readonly files: AwsFiles;
  /** Absolute path of the credential script of this home. */
  readonly script: string;
  /** Takes out process profiles of this home whose ids are not among these. */
  readonly offered?: ReadonlySet<string> | undefined;
  readonly dryRun?: boolean | undefined;
}

export interface ProcessResult {
  readonly diffs: readonly FileDiff[];
  /** Names of profiles. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
  readonly warnings: readonly string[];
}

/**
 * `[profile NAME]` with credential_process for every request, in one edit of the config file. A section of another
 * owner is left alone: with a warning, or an error when it was the only one asked for.
 * @throws AppError bad-input, section-not-ours, file-unreadable, file-unwritable
 */
export async function putProcess(
  ports: DeliveryPorts,
  requests: readonly ProcessRequest[],
  options: ProcessOptions,
): Promise<ProcessResult> {
  const records = recordsOf(requests, options);
  const { config: path, credentials: keysPath } = options.files;
  let outcome = planProcess(ports.home, records, options, (await ports.files.read(path)) ?? '');
  const config: FilePlan = {
    file: 'config',
    path,
    plan: (text) => {
      outcome = planProcess(ports.home, records, options, text);
      return outcome.changes;
    },
  };
  const credentials = withoutKeys(ports.home, keysPath, (name) => outcome.standing.has(name));
  const write = options.dryRun === true ? previewChange : changeFile;
  if (options.dryRun !== true) await rememberIntent(ports, records.values());
  const edits = [
    { file: path, edit: await write(ports, config) },
    { file: keysPath, edit: await write(ports, credentials) },
  ];
  if (options.dryRun !== true) await settle(ports, outcome);
  const diffs = edits
    .filter(({ edit }) => edit.hunks.length > 0)
    .map(({ file, edit }) => ({ file, diff: sectionDiff(file, edit.hunks) }));
  const { added, changed, removed, unchanged } = outcome;
  const warnings = [...outcome.warnings, ...(await shadowWarnings(ports, keysPath, outcome))];
  return { diffs, added, changed, removed, unchanged, warnings };
}

function recordsOf(
  requests: readonly ProcessRequest[],
  { files, script }: ProcessOptions,
): ReadonlyMap<string, DeliveryRecord> {
  const records = new Map<string, DeliveryRecord>();
  for (const { profile, name, region } of requests) {
    checkProfileName(name);
    checkRegion(region);
    if (records.has(name)) {
      throw new AppError('bad-input', `Two profiles would be called ${name}.`, {
        hint: 'Change the profile name setting so that names differ.',
      });
    }
    const { id, ssoSession, accountId, roleName } = profile;
    records.set(name, {
      id,
      name,
      delivery: 'process',
      files: { config: files.config, credentials: files.credentials },
      role: { ssoSession, accountId, roleName },
      region,
      command: credentialProcess(script, id),
      endsAt: null,
    });
  }
  return records;
}

async function rememberIntent({ memory }: DeliveryPorts, records: Iterable<DeliveryRecord>): Promise<void> {
  const remembered = new Map((await readRecords(memory)).map((record) => [recordKey(record), record]));
  for (const record of records) remembered.set(recordKey(record), record);
  await writeRecords(memory, remembered.values());
}

/** Keys of ours that stood in the way are gone from the credentials file with the same edit; undo leaves them out. */
async function settle({ memory }: DeliveryPorts, { undo, standing }: ProcessPlan): Promise<void> {
  await rememberForUndo(memory, undo);
  const gone = new Set(undo.flatMap(({ before }) => (before === null ? [] : [recordKey(before)])));
  for (const record of standing.values()) gone.delete(recordKey(record));
  if (gone.size === 0) return;
  const records = await readRecords(memory);
  await writeRecords(
    memory,
    records.filter((record) => !gone.has(recordKey(record))),
  );
}

/** Keys of the same name win over a process profile in every SDK: ours go. */
function withoutKeys(home: string, path: string, stands: (name: string) => boolean): FilePlan {
  return {
    file: 'credentials',
    path,
    plan: () => ({
      put: new Map(),
      takeOut: ({ marker }, section) =>
        section.name !== null && stands(section.name) && marker.home === home && marker.kind === 'keys',
    }),
  };
}

async function shadowWarnings(
  ports: DeliveryPorts,
  path: string,
  { standing }: ProcessPlan,
): Promise<readonly string[]> {
  const text = (await ports.files.read(path)) ?? '';
  return [...byProfile(parseSharedFile('credentials', text))].flatMap(([name, sections]) => {
    const shadows = sections.some((section) => {
      const own = section.mark?.marker.home === ports.home;
      return !own && [...settingsOf(section).keys()].some((key) => key.startsWith('aws_'));
    });
    return shadows && standing.has(name)
      ? [
          `${path} has a section [${name}] with keys of your own: AWS tools take those for the profile ${name}.`,
        ]
      : [];
  });
}
