import type { TakenProfile } from '../../core/profiles/takeover/takenProfile.ts';
import type { RoleStep } from '../../core/roles/roleStep.ts';
import type { ProfileOrigin, SavedProfile } from '../../core/roles/savedProfile.ts';
import type { Settings } from '../../core/settings/settings.ts';

/** A saved profile as lines to compare. */
export function savedLines(
  now: Settings,
  { from, steps, region }: Omit<SavedProfile, 'id' | 'name'>,
): string[] {
  return lines(`from  ${startWords(now, from)}`, steps, region);
}

/** The same of one that cannot be saved yet. */
export function takenLines({ from, steps, region }: TakenProfile): string[] {
  const start = from.kind === 'profile' ? `the profile ${from.name}` : 'long-term keys';
  return lines(`from  ${start}`, steps, region);
}

function startWords({ profiles }: Settings, from: ProfileOrigin): string {
  switch (from.kind) {
    case 'account-role':
      return `${from.ssoSession} / ${from.accountId} / ${from.roleName}`;
    case 'profile':
      return `the profile ${profiles.find(({ id }) => id === from.id)?.name ?? 'that is gone'}`;
    case 'iam-user':
      return `the IAM user ${from.name}${from.mfa ? ', by its MFA session' : ''}`;
    case 'instance-profile':
      return `the machine ${from.source}`;
    case 'saml':
    case 'web-identity':
      return `${from.source} / ${from.roleArn}`;
  }
}

function lines(start: string, steps: readonly RoleStep[], region: string | null): string[] {
  return [start, ...steps.flatMap(stepLines), ...(region === null ? [] : [`region  ${region}`])];
}

const fieldWords = {
  externalId: 'external id',
  sessionName: 'session name',
  durationSeconds: 'seconds',
  sourceIdentity: 'source identity',
  region: 'STS in',
  mfaSerial: 'MFA device',
} as const;

function stepLines(step: RoleStep): string[] {
  const { roleArn, tags, policy, policyArns, transitiveTagKeys, ...rest } = step;
  const more = [
    ...Object.entries(rest).flatMap(([key, value]) =>
      value === null || (key === 'sessionName' && value === '{user}')
        ? []
        : [`  ${fieldWords[key as keyof typeof fieldWords]}  ${value}`],
    ),
    ...tags.map(
      ({ key, value }) => `  tag  ${key}=${value}${transitiveTagKeys.includes(key) ? ' (transitive)' : ''}`,
    ),
    ...policyArns.map((arn) => `  policy  ${arn}`),
    ...(policy === null ? [] : [`  policy  ${policy}`]),
  ];
  return [`role  ${roleArn}`, ...more];
}
