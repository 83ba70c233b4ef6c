import type { LeftProfile } from '../profiles/takeover/takenProfile.ts';
import { configFindings } from './configFindings.ts';
import type { Findings } from './findings.ts';
import { readAsAwsVault } from './readAsAwsVault.ts';
import { shownName } from './shownName.ts';

/** aws-vault keeps no file of its own: its profiles are those of ~/.aws/config, with keys of its own. */
export function awsVaultFindings(config: string, credentials: string): Findings {
  const found = configFindings(config, credentials, readAsAwsVault);
  const { profiles } = readAsAwsVault(config, credentials);
  const left: LeftProfile[] = [...found.left];
  for (const { name, values } of profiles.values()) {
    for (const key of ['mfa_process', 'web_identity_token_process']) {
      if (!values.has(key)) continue;
      const where =
        key === 'mfa_process'
          ? 'Give it to the IAM user in the window if you want the same.'
          : 'Add it as a way to sign in if you want the same.';
      left.push({ name: shownName(name), why: `It runs a command (${key}), which is not taken. ${where}` });
    }
  }
  return { ...found, left };
}
