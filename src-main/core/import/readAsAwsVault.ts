import { readProfiles, type FileProfile, type ReadProfiles } from '../profiles/takeover/readProfiles.ts';

/**
 * The AWS files as aws-vault reads them: `include_profile` (once `parent_profile`) fills in what a profile does not
 * have, the default profile its MFA device and region, and keys that stand in no file are in its keychain, under the
 * name of the profile.
 */
export function readAsAwsVault(config: string, credentials: string): ReadProfiles {
  const { profiles: inFiles, ssoSections } = readProfiles(config, credentials);
  const included = new Map([...inFiles].map(([name, one]) => [name, withIncluded(one, inFiles)] as const));
  const parents = new Set([...included.values()].map(({ values }) => values.get('source_profile')));
  const profiles = new Map<string, FileProfile>();
  for (const [name, one] of included) profiles.set(name, withKeychain(one, parents.has(name)));
  return { profiles, ssoSections };
}

function withIncluded(profile: FileProfile, all: ReadProfiles['profiles']): FileProfile {
  const values = new Map(profile.values);
  const seen = new Set([profile.name]);
  let fault = profile.fault;
  for (let next = includedBy(profile); next !== undefined;) {
    const one = all.get(next);
    if (seen.has(next) || one === undefined) {
      fault ??= seen.has(next)
        ? 'Its include_profile goes round in a circle.'
        : 'Its include_profile is not in the config file.';
      break;
    }
    seen.add(next);
    for (const [key, value] of one.values) if (!values.has(key)) values.set(key, value);
    fault ??= one.fault;
    next = includedBy(one);
  }
  const usual = all.get('default');
  // The rest of the default profile would make every profile another one.
  for (const key of ['mfa_serial', 'region']) {
    const value = usual?.values.get(key);
    if (value !== undefined && seen.size === 1 && !values.has(key) && values.has('role_arn'))
      values.set(key, value);
  }
  return { ...profile, values, fault };
}

function includedBy({ values }: FileProfile): string | undefined {
  return values.get('include_profile') ?? values.get('parent_profile');
}

const sources = [
  'source_profile',
  'credential_source',
  'credential_process',
  'web_identity_token_file',
  'web_identity_token_process',
  'sso_account_id',
  'sso_session',
  'sso_start_url',
];

function withKeychain(profile: FileProfile, isParent: boolean): FileProfile {
  const { name, values, staticKeys } = profile;
  // It ignores a source_profile that is the profile itself.
  const own = new Map(values);
  if (own.get('source_profile') === name && staticKeys === null) own.delete('source_profile');
  if (staticKeys !== null || sources.some((key) => own.has(key))) return { ...profile, values: own };
  if (!own.has('role_arn')) {
    const hasKeys = isParent || own.has('mfa_serial') || own.has('mfa_process');
    return hasKeys ? { ...profile, values: own, staticKeys: 'elsewhere' } : { ...profile, values: own };
  }
  own.set('source_profile', name);
  return { ...profile, values: own, staticKeys: 'elsewhere' };
}
