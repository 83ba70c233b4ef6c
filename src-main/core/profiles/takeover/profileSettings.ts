import { textOf } from '../safeText.ts';
import type { Section } from '../sharedFile.ts';

/** The keys that say how a profile or an sso-session comes to credentials. */
const knownKeys: ReadonlySet<string> = new Set([
  'aws_access_key_id',
  'aws_secret_access_key',
  'aws_session_token',
  'aws_security_token',
  'credential_process',
  'credential_source',
  'duration_seconds',
  'external_id',
  // Those of aws-vault and Granted.
  'granted_sso_account_id',
  'granted_sso_region',
  'granted_sso_role_name',
  'granted_sso_start_url',
  'include_profile',
  'mfa_process',
  'mfa_serial',
  'parent_profile',
  'region',
  'role_arn',
  'role_session_name',
  'source_profile',
  'sso_account_id',
  'sso_region',
  'sso_role_name',
  'sso_session',
  'sso_start_url',
  'web_identity_token_file',
  'web_identity_token_process',
]);

export interface ProfileSettings {
  /** Of the known keys, in lower case; a key without a value is left out. */
  readonly values: ReadonlyMap<string, string>;
  /** Why the AWS tools do not read these lines alike, as a sentence without a value; null when they do. */
  readonly fault: string | null;
}

interface Setting {
  readonly key: string;
  readonly value: string;
  readonly indent: number;
}

/** What botocore and the SDKs all read in a section; where one reads something else, that is a fault. */
export function profileSettings(section: Section): ProfileSettings {
  const values = new Map<string, string>();
  let fault: string | null = null;
  let open: Setting | undefined;
  for (const line of section.lines.slice(1)) {
    const setting = settingOf(textOf(line.text));
    if (setting === undefined) continue;
    // A deeper line belongs to the key above it.
    if (open !== undefined && setting.indent > open.indent) {
      if (isMisread(open, setting))
        fault ??= 'It has an indented line that AWS tools read in different ways.';
      continue;
    }
    open = setting;
    if (!knownKeys.has(setting.key)) continue;
    fault ??= faultOf(setting, values);
    values.set(setting.key, setting.value);
  }
  for (const [key, value] of values) if (value === '') values.delete(key);
  return { values, fault };
}

/** Undefined for a comment and an empty line. */
function settingOf(line: string): Setting | undefined {
  const text = line.trim();
  if (text === '' || text.startsWith('#') || text.startsWith(';')) return undefined;
  const at = text.search(/[=:]/);
  const key = (at < 0 ? text : text.slice(0, at)).trim().toLowerCase();
  const value = at < 0 ? '' : text.slice(at + 1).trim();
  return { key, value, indent: line.length - line.trimStart().length };
}

/** botocore appends it to the value above, others take it for a key. Below an empty key all read a block (`s3 =`). */
function isMisread(above: Setting, { key }: Setting): boolean {
  if (knownKeys.has(above.key)) return true;
  return above.value !== '' && knownKeys.has(key);
}

function faultOf({ key, value }: Setting, earlier: ReadonlyMap<string, string>): string | null {
  if (earlier.has(key)) return `It has ${key} twice.`;
  // botocore keeps such a comment as a part of the value, the others cut it.
  if (/\s[#;]/.test(value))
    return `It has a comment behind the value of ${key}, which AWS tools read in different ways.`;
  return null;
}
