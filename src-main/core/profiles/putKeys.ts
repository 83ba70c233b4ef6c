import { AppError } from '../errors.ts';
import type { TemporaryCredentials } from '../credentials/temporaryCredentials.ts';
import {
  changeFile,
  fileWarnings,
  isOwnSection,
  previewChange,
  sectionNotOurs,
  type DeliveryPorts,
  type FilePlan,
} from './changeFile.ts';
import {
  readRecords,
  recordOfSection,
  writeRecords,
  type AwsFiles,
  type Delivery,
  type DeliveryRecord,
} from './deliveryRecord.ts';
import type { Block, SectionChanges } from './editSections.ts';
import { checkKeyText, checkProfileName, checkRegion } from './safeText.ts';
import { byProfile, parseSharedFile, settingsOf, type Section } from './sharedFile.ts';
import { rememberForUndo } from './undo.ts';

/** The profile behind a delivery. */
export interface DeliveredProfile {
  readonly id: string;
  readonly ssoSession: string | null;
  readonly accountId: string;
  readonly roleName: string;
}

export interface KeysRequest {
  readonly profile: DeliveredProfile;
  /** Name of the section; `default` is written only because the caller says so here. */
  readonly name: string;
  readonly credentials: TemporaryCredentials;
  readonly region: string;
  /** Epoch milliseconds when the keys are taken out of the file. */
  readonly endsAt: number;
  readonly files: AwsFiles;
}

/** Taking SSO or role settings together with keys, the AWS CLI uses the former and the JS and Go SDKs the latter. */
const fighting =
  /^(sso_.*|role_arn|credential_process|credential_source|source_profile|web_identity_token_file|login_session)$/;

const nothing: SectionChanges = { put: new Map(), takeOut: () => false };

/** @throws AppError bad-input, section-not-ours, file-unreadable, file-unwritable */
export async function putKeys(
  ports: DeliveryPorts,
  request: KeysRequest,
): Promise<{ readonly file: string; readonly warnings: readonly string[] }> {
  const { name, files } = request;
  checkProfileName(name);
  checkRegion(request.region);
  const configText = (await ports.files.read(files.config)) ?? '';
  const inConfig = byProfile(parseSharedFile('config', configText)).get(name) ?? [];
  const process = inConfig.find((section) => isOwnSection(section, ports.home, 'process'));
  const others = inConfig.filter((section) => section !== process);
  checkNoFight(files.config, others);
  const region = others.some((section) => settingsOf(section).get('region')) ? undefined : request.region;
  const record = recordOf(request);
  const plan = keysPlan(ports, record, keysBlock(ports, record, request.credentials, region));
  await previewChange(ports, plan);
  await rememberIntent(ports, record);
  await changeFile(ports, plan);
  if (process !== undefined) await changeFile(ports, withoutProcess(ports, files.config, name));
  await settle(ports, record, process && recordOfSection(process, files));
  const credentialsText = (await ports.files.read(files.credentials)) ?? '';
  const warnings = [
    ...fileWarnings('config', files.config, configText),
    ...fileWarnings('credentials', files.credentials, credentialsText),
  ];
  return { file: files.credentials, warnings };
}

/**
 * New keys in the same section. `gone` when a person changed or removed it: it is theirs now.
 * @throws AppError bad-input, file-unreadable, file-unwritable
 */
export async function renewKeys(
  ports: DeliveryPorts,
  delivery: Delivery,
  credentials: TemporaryCredentials,
): Promise<'renewed' | 'gone'> {
  const path = delivery.files.credentials;
  const edit = await changeFile(ports, {
    file: 'credentials',
    path,
    plan: (text) => {
      const section = ownKeysSection(ports, text, delivery);
      if (section === undefined) return nothing;
      const block = keysBlock(ports, delivery, credentials, settingsOf(section).get('region'));
      return { put: new Map([[delivery.name, block]]), takeOut: () => false };
    },
  });
  return ownKeysSection(ports, edit.text, delivery) === undefined ? 'gone' : 'renewed';
}

function ownKeysSection({ home }: DeliveryPorts, text: string, of: Delivery): Section | undefined {
  const [section, ...others] = byProfile(parseSharedFile('credentials', text)).get(of.name) ?? [];
  if (section === undefined || others.length > 0 || !isOwnSection(section, home, 'keys')) return undefined;
  return section.mark?.marker.id === of.id ? section : undefined;
}

/**
 * The intent is remembered before the file is touched: after a kill, or an error half-way, the path is known and
 * the marker in it tells the rest. An intent that came to nothing is dropped with the next removal.
 */
async function rememberIntent({ memory }: DeliveryPorts, record: DeliveryRecord): Promise<void> {
  await writeRecords(memory, [...(await readRecords(memory)), record]);
}

async function settle(
  { memory }: DeliveryPorts,
  record: DeliveryRecord,
  process: DeliveryRecord | undefined,
): Promise<void> {
  const gone = process === undefined ? [] : [{ before: process, after: null }];
  await rememberForUndo(memory, [{ before: null, after: record }, ...gone]);
  const others = (await readRecords(memory)).filter((old) => !isReplaced(old, record));
  await writeRecords(memory, [...others, record]);
}

/** The section's former delivery, and the process profile of the same name. */
function isReplaced(old: DeliveryRecord, { name, files }: DeliveryRecord): boolean {
  if (old.name !== name) return false;
  return old.delivery === 'keys'
    ? old.files.credentials === files.credentials
    : old.files.config === files.config;
}

function recordOf({ profile, name, region, endsAt, files }: KeysRequest): DeliveryRecord {
  const { id, ...role } = profile;
  return {
    id,
    name,
    delivery: 'keys',
    files: { config: files.config, credentials: files.credentials },
    role: { ssoSession: role.ssoSession, accountId: role.accountId, roleName: role.roleName },
    region,
    command: null,
    endsAt,
  };
}

function keysBlock(
  { home }: DeliveryPorts,
  record: DeliveryRecord,
  { accessKeyId, secretAccessKey, sessionToken, expiration }: TemporaryCredentials,
  region: string | undefined,
): Block {
  checkKeyText('access key id', accessKeyId);
  checkKeyText('secret access key', secretAccessKey);
  checkKeyText('session token', sessionToken);
  const endsAt = Math.min(expiration, record.endsAt ?? expiration);
  return {
    name: record.name,
    marker: { kind: 'keys', id: record.id, home, endsAt },
    keys: [
      ['aws_access_key_id', accessKeyId],
      ['aws_secret_access_key', secretAccessKey],
      ['aws_session_token', sessionToken],
      ...(region === undefined ? [] : [['region', region] as const]),
    ],
  };
}

function keysPlan({ home }: DeliveryPorts, { name, files }: DeliveryRecord, block: Block): FilePlan {
  return {
    file: 'credentials',
    path: files.credentials,
    plan: (text) => {
      const [section, ...more] = byProfile(parseSharedFile('credentials', text)).get(name) ?? [];
      const foreign = section !== undefined && (more.length > 0 || !isOwnSection(section, home, 'keys'));
      if (foreign) throw sectionNotOurs(files.credentials, section);
      return { put: new Map([[name, block]]), takeOut: () => false };
    },
  };
}

function withoutProcess({ home }: DeliveryPorts, path: string, name: string): FilePlan {
  return {
    file: 'config',
    path,
    plan: () => ({
      put: new Map(),
      takeOut: (_, section) => section.name === name && isOwnSection(section, home, 'process'),
    }),
  };
}

function checkNoFight(path: string, sections: readonly Section[]): void {
  for (const section of sections) {
    const key = [...settingsOf(section).keys()].find((name) => fighting.test(name));
    if (key === undefined) continue;
    throw new AppError(
      'section-not-ours',
      `The section ${section.lines[0].text.trim()} of ${path} has ${key}, with which AWS tools disagree about keys of the same name.`,
      { hint: 'Choose another name with --as NAME, or remove that section yourself.' },
    );
  }
}
