import { textOf } from '../safeText.ts';
import { byProfile, parseSharedFile, type Section, type SharedFile } from '../sharedFile.ts';
import { profileSettings } from './profileSettings.ts';

/** The file whose section holds a whole pair of long-term keys (or another tool’s keychain), or what is wrong with them. */
export type StaticKeys = SharedFile | 'elsewhere' | 'temporary' | 'half';

/** A profile merged from both files as the SDKs do it: key by key, the credentials file wins. */
export interface FileProfile {
  readonly name: string;
  /** No secret is among them. */
  readonly values: ReadonlyMap<string, string>;
  readonly staticKeys: StaticKeys | null;
  /** Why the AWS tools do not read it alike; null when they do. */
  readonly fault: string | null;
  /** A section of it is Latchkey's own, and no value comes from there. */
  readonly ours: boolean;
}

export interface SsoSection {
  readonly values: ReadonlyMap<string, string>;
  readonly fault: string | null;
}

export interface ReadProfiles {
  readonly profiles: ReadonlyMap<string, FileProfile>;
  readonly ssoSections: ReadonlyMap<string, SsoSection>;
}

/** Both texts are one character a byte; what comes out is decoded. */
export function readProfiles(config: string, credentials: string): ReadProfiles {
  const configSections = parseSharedFile('config', config);
  const inConfig = byProfile(configSections);
  const inCredentials = byProfile(parseSharedFile('credentials', credentials));
  const profiles = new Map<string, FileProfile>();
  for (const raw of new Set([...inConfig.keys(), ...inCredentials.keys()])) {
    const name = textOf(raw);
    const parts = [
      readPart('config', raw, inConfig.get(raw) ?? []),
      readPart('credentials', raw, inCredentials.get(raw) ?? []),
    ] as const;
    profiles.set(name, merged(name, parts));
  }
  return { profiles, ssoSections: readSsoSections(configSections) };
}

/** What one file says of a profile. */
interface Part {
  readonly values: ReadonlyMap<string, string>;
  readonly fault: string | null;
  readonly ours: boolean;
}

function readPart(file: SharedFile, name: string, sections: readonly Section[]): Part {
  const [section] = sections;
  const ours = sections.some(({ mark }) => mark !== null);
  if (section === undefined || (ours && sections.length === 1))
    return { values: new Map(), fault: null, ours };
  const { values, fault } = profileSettings(section);
  if (sections.length > 1) return { values, fault: `The ${file} file has its section twice.`, ours };
  if (isPlainHeader(file, section, name)) return { values, fault, ours };
  return { values, fault: 'Its section begins with a line that AWS tools read in different ways.', ours };
}

/** Whether the header is one that the AWS CLI takes: the parser of our own sections counts many more. */
function isPlainHeader(file: SharedFile, section: Section, name: string): boolean {
  const header = section.lines[0].text;
  const end = header.indexOf(']');
  if (!header.startsWith('[') || end < 0 || !/^(?:[ \t]*$|[ \t]+[#;])/.test(header.slice(end + 1)))
    return false;
  const inner = header.slice(1, end);
  if (inner === name) return true;
  const quoted = /^profile[ \t]+(\S.*)$/.exec(inner)?.[1];
  return file === 'config' && [name, `"${name}"`, `'${name}'`].includes(quoted ?? '');
}

function merged(name: string, [config, credentials]: readonly [Part, Part]): FileProfile {
  const values = new Map([...config.values, ...credentials.values]);
  const staticKeys = staticKeysOf(config.values, credentials.values);
  for (const key of secretKeys) values.delete(key);
  return {
    name,
    values,
    staticKeys,
    fault: config.fault ?? credentials.fault,
    ours: config.ours || credentials.ours,
  };
}

const pair = ['aws_access_key_id', 'aws_secret_access_key'] as const;
const tokens = ['aws_session_token', 'aws_security_token'] as const;
const secretKeys = [...pair, ...tokens];

/** A pair split over both files counts as half: botocore reads each file's pair by itself, the JS SDK the merged one. */
function staticKeysOf(
  config: ReadonlyMap<string, string>,
  credentials: ReadonlyMap<string, string>,
): StaticKeys | null {
  const keyId = credentials.get(pair[0]) ?? config.get(pair[0]);
  if (keyId === undefined && !config.has(pair[1]) && !credentials.has(pair[1])) return null;
  const hasToken = tokens.some((key) => config.has(key) || credentials.has(key));
  if (hasToken || keyId?.startsWith('ASIA') === true) return 'temporary';
  if (pair.every((key) => credentials.has(key))) return 'credentials';
  const aloneInConfig = pair.every((key) => config.has(key) && !credentials.has(key));
  return aloneInConfig ? 'config' : 'half';
}

function readSsoSections(sections: readonly Section[]): ReadonlyMap<string, SsoSection> {
  const found = new Map<string, SsoSection>();
  for (const section of sections) {
    const name = ssoSectionName(section.lines[0].text);
    if (name === undefined) continue;
    const read = profileSettings(section);
    const twice = found.has(textOf(name));
    found.set(textOf(name), twice ? { ...read, fault: 'The config file has its sso-session twice.' } : read);
  }
  return found;
}

function ssoSectionName(header: string): string | undefined {
  const [start, ...words] = header.slice(0, Math.max(header.indexOf(']'), 0)).split(/[ \t]+/);
  const [name, ...others] = words;
  if (start !== '[sso-session' || name === undefined || others.length > 0) return undefined;
  return /^(["']?)([^"']+)\1$/.exec(name)?.[2];
}
