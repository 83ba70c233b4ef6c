import { readFileSync } from 'node:fs';
import { devNull, homedir } from 'node:os';
import { join } from 'node:path';
import { readProfiles } from '../core/profiles/takeover/readProfiles.ts';

/** With any of these a `[default]` profile is a way to credentials. */
const ways = [
  'role_arn',
  'source_profile',
  'credential_process',
  'credential_source',
  'web_identity_token_file',
  'sso_session',
  'sso_start_url',
  'sso_account_id',
];

/**
 * SDKs look into `[default]` before they ask an endpoint: one that leads to credentials would make a command run as
 * somebody else than it was told. The variables that keep such files from it, empty where there are none.
 */
export function withoutDefaultProfile(env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const folder = join(env.HOME ?? homedir(), '.aws');
  const config = read(env.AWS_CONFIG_FILE ?? join(folder, 'config'));
  const credentials = read(env.AWS_SHARED_CREDENTIALS_FILE ?? join(folder, 'credentials'));
  return {
    ...(leadsSomewhere(config, '') && { AWS_CONFIG_FILE: devNull }),
    ...(leadsSomewhere('', credentials) && { AWS_SHARED_CREDENTIALS_FILE: devNull }),
  };
}

function leadsSomewhere(config: string, credentials: string): boolean {
  const found = readProfiles(config, credentials).profiles.get('default');
  if (found === undefined) return false;
  return found.ours || found.staticKeys !== null || ways.some((way) => found.values.has(way));
}

/** One character a byte, as AWS files are held. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
