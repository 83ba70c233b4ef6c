import { readProfiles, type FileProfile, type ReadProfiles } from '../profiles/takeover/readProfiles.ts';

/** Granted’s own keys, with those of the AWS CLI that mean the same. */
const ownKeys = [
  ['granted_sso_account_id', 'sso_account_id'],
  ['granted_sso_region', 'sso_region'],
  ['granted_sso_role_name', 'sso_role_name'],
  ['granted_sso_start_url', 'sso_start_url'],
] as const;

/**
 * The AWS files as Granted reads them: a profile with `granted_sso_…` keys signs in by itself, and its
 * `credential_process = granted credential-process …` is only the way there for other programs.
 */
export function readAsGranted(config: string, credentials: string): ReadProfiles {
  const { profiles, ssoSections } = readProfiles(config, credentials);
  return { profiles: new Map([...profiles].map(([name, one]) => [name, asSignIn(one)])), ssoSections };
}

function asSignIn(profile: FileProfile): FileProfile {
  if (!profile.values.has('granted_sso_account_id')) return profile;
  const values = new Map(profile.values);
  const command = values.get('credential_process');
  if (command !== undefined && /^\s*d?granted\s+credential-process\b/.test(command))
    values.delete('credential_process');
  for (const [own, theirs] of ownKeys) {
    const value = values.get(own);
    if (value !== undefined && !values.has(theirs)) values.set(theirs, value);
  }
  return { ...profile, values };
}
