import type { Output } from '../contract.ts';
import { profileId, type Profile } from '../core/profiles/profile.ts';
import { chainPlan, type ChainLink } from '../core/roles/chainPlan.ts';
import { roleStep, type RoleStep } from '../core/roles/roleStep.ts';
import type { ProfileOrigin } from '../core/roles/savedProfile.ts';
import { originOf } from '../core/profiles/profile.ts';
import { parseAccountId } from '../core/arn.ts';
import type { Domain } from './domain.ts';

type ProfileView = Output<'showProfile'>['profile'];
type LinkView = ProfileView['chain'][number];

/** A profile as a person wrote it, and the way to its keys. @throws AppError where it leads nowhere */
export async function profileView(domain: Domain, profile: Profile): Promise<ProfileView> {
  const { id, name, kind, chain } = profile;
  const origin = originOf(profile);
  const links = chainPlan(profile, { settings: domain.settings.get() });
  return {
    ...{ id, name, kind, saved: chain?.saved ?? false, region: chain?.region ?? null },
    from: startOf(domain, origin),
    mfa: origin.kind === 'iam-user' && origin.mfa,
    steps: [...federatedStep(origin), ...(chain?.steps ?? [])],
    chain: await Promise.all(links.map((link) => linkView(domain, link))),
  };
}

function startOf(domain: Domain, origin: ProfileOrigin): ProfileView['from'] {
  switch (origin.kind) {
    case 'account-role': {
      const { accountId, roleName, ssoSession } = origin;
      const query = profileId(domain.sha256, { ssoSession, accountId: parseAccountId(accountId), roleName });
      return { query, label: `${accountId} / ${roleName}` };
    }
    case 'profile': {
      const parent = domain.settings.get().profiles.find(({ id }) => id === origin.id);
      return { query: origin.id, label: parent?.name ?? origin.id };
    }
    case 'iam-user':
      return { query: origin.name, label: origin.name };
    default:
      return { query: origin.source, label: origin.source };
  }
}

/** The identity provider's role, written as the first step. */
function federatedStep(origin: ProfileOrigin): RoleStep[] {
  if (origin.kind === 'saml') {
    const { roleArn, durationSeconds } = origin;
    return [roleStep.parse({ roleArn, durationSeconds })];
  }
  if (origin.kind !== 'web-identity') return [];
  const { roleArn, durationSeconds, sessionName } = origin;
  return [roleStep.parse({ roleArn, durationSeconds, sessionName })];
}

async function linkView({ roleLimits }: Domain, link: ChainLink): Promise<LinkView> {
  const { call, roleArn, accountId, roleName, limits, durationSeconds } = link;
  return {
    ...{ call, roleArn, accountId, roleName, durationSeconds },
    label: linkLabel(link),
    limits: limits && { ...limits },
    profile: link.call === 'AssumeRole' ? link.profile : null,
    chained: link.call === 'AssumeRole' && link.chained,
    refusedSeconds: roleArn === null ? null : await roleLimits.refused(roleArn),
  };
}

/** What a person calls it. */
export function linkLabel(link: ChainLink): string {
  const { accountId, roleName } = link;
  switch (link.call) {
    case 'LongTermKeys':
      return `IAM user ${roleName} in ${accountId}`;
    case 'GetSessionToken':
      return link.mfa
        ? `MFA session of ${roleName} in ${accountId}`
        : `Session of ${roleName} in ${accountId}`;
    case 'InstanceProfile':
      return `${roleName} of this machine`;
    default:
      return `${roleName} in ${accountId}`;
  }
}
