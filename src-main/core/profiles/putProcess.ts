import { AppError } from '../errors.ts';
import {
  changeFile,
  fileWarnings,
  isOwnSection,
  previewChange,
  sectionNotOurs,
  type DeliveryPorts,
  type FilePlan,
} from './changeFile.ts';
import { credentialProcess } from './credentialProcess.ts';
import {
  processBlock,
  readRecords,
  recordKey,
  recordOfSection,
  writeRecords,
  type AwsFiles,
  type DeliveryRecord,
} from './deliveryRecord.ts';
import { holdsBlock, type Block, type SectionChanges } from './editSections.ts';
import type { DeliveredProfile } from './putKeys.ts';
import { checkProfileName, checkRegion } from './safeText.ts';
import { sectionDiff } from './sectionDiff.ts';
import { byProfile, parseSharedFile, settingsOf, type Section } from './sharedFile.ts';
import { rememberForUndo, type FileDiff, type SectionChange } from './undo.ts';

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
  let outcome = planConfig(ports, records, options, (await ports.files.read(options.files.config)) ?? '');
  const config: FilePlan = {
    file: 'config',
    path: options.files.config,
    plan: (text) => {
      outcome = planConfig(ports, records, options, text);
      return outcome.changes;
    },
  };
  const credentials = withoutKeys(ports, options.files.credentials, new Set(records.keys()));
  const write = options.dryRun === true ? previewChange : changeFile;
  if (options.dryRun !== true) await rememberIntent(ports, records.values());
  const edits = [
    { path: config.path, edit: await write(ports, config) },
    { path: credentials.path, edit: await write(ports, credentials) },
  ];
  if (options.dryRun !== true) await settle(ports, outcome);
  const diffs = edits
    .filter(({ edit }) => edit.hunks.length > 0)
    .map(({ path, edit }) => ({ file: path, diff: sectionDiff(path, edit.hunks) }));
  const { added, changed, removed, unchanged } = outcome;
  const warnings = [
    ...outcome.warnings,
    ...(await shadowWarnings(ports, options.files.credentials, outcome)),
  ];
  return { diffs, added, changed, removed, unchanged, warnings };
}

interface Outcome {
  readonly changes: SectionChanges;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
  readonly warnings: readonly string[];
  readonly undo: readonly SectionChange[];
  /** Those that stand in the file afterwards, by name. */
  readonly standing: ReadonlyMap<string, DeliveryRecord>;
}

function planConfig(
  { home }: DeliveryPorts,
  records: ReadonlyMap<string, DeliveryRecord>,
  { files, offered }: ProcessOptions,
  text: string,
): Outcome {
  const sections = parseSharedFile('config', text);
  const profiles = byProfile(sections);
  const put = new Map<string, Block>();
  const foreign: Section[] = [];
  const standing = new Map<string, DeliveryRecord>();
  const undo: SectionChange[] = [];
  for (const record of records.values()) {
    const [section, ...others] = profiles.get(record.name) ?? [];
    if (section !== undefined && (others.length > 0 || !isOwnSection(section, home, 'process'))) {
      foreign.push(section);
      continue;
    }
    standing.set(record.name, record);
    const block = processBlock(home, record);
    if (section !== undefined && holdsBlock('config', section, block)) continue;
    put.set(record.name, block);
    undo.push({ before: (section && recordOfSection(section, files)) ?? null, after: record });
  }
  const [only] = foreign;
  if (only !== undefined && records.size === 1) throw sectionNotOurs(files.config, only);
  const pruned = sections.filter((section) => isPruned(section, home, offered, records));
  for (const section of pruned) undo.push({ before: recordOfSection(section, files) ?? null, after: null });
  const isAdded = ({ before }: SectionChange): boolean => before === null;
  const puts = undo.filter(({ after }) => after !== null);
  return {
    changes: { put, takeOut: (_, section) => isPruned(section, home, offered, records) },
    added: puts.filter(isAdded).map(({ after }) => after?.name ?? ''),
    changed: puts.filter((change) => !isAdded(change)).map(({ after }) => after?.name ?? ''),
    removed: pruned.map(({ name }) => name ?? ''),
    unchanged: standing.size - puts.length,
    warnings: [...foreignWarnings(files.config, foreign), ...fileWarnings('config', files.config, text)],
    undo,
    standing,
  };
}

function isPruned(
  section: Section,
  home: string,
  offered: ReadonlySet<string> | undefined,
  records: ReadonlyMap<string, DeliveryRecord>,
): boolean {
  if (offered === undefined || section.mark === null || section.name === null) return false;
  const own = isOwnSection(section, home, 'process') && !records.has(section.name);
  return own && !offered.has(section.mark.marker.id);
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
async function settle({ memory }: DeliveryPorts, { undo, standing }: Outcome): Promise<void> {
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
function withoutKeys({ home }: DeliveryPorts, path: string, names: ReadonlySet<string>): FilePlan {
  return {
    file: 'credentials',
    path,
    plan: () => ({
      put: new Map(),
      takeOut: ({ marker }, section) =>
        section.name !== null && names.has(section.name) && marker.home === home && marker.kind === 'keys',
    }),
  };
}

async function shadowWarnings(
  ports: DeliveryPorts,
  path: string,
  { standing }: Outcome,
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

function foreignWarnings(path: string, sections: readonly Section[]): readonly string[] {
  return sections.map(
    ({ name, lines }) =>
      `${name ?? ''} was left out: ${path} has a section ${lines[0].text.trim()} that is not Latchkey’s.`,
  );
}
