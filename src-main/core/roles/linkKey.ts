import type { Sha256 } from '../ports.ts';
import { profileId } from '../profiles/profile.ts';
import type { ChainLink } from './chainPlan.ts';
import type { LinkCall } from './runLink.ts';
import { sessionName, type SessionNameWords } from './sessionName.ts';

/** RoleSessionName of a link, or null where AWS names the session. */
export function linkSessionName(
  link: ChainLink,
  { profile, asked }: Pick<LinkCall, 'profile' | 'asked'>,
  person: Pick<SessionNameWords, 'user' | 'host'>,
): string | null {
  const words = { ...person, profile: profile.name, reason: asked.reason ?? '' };
  if (link.call === 'AssumeRole') return sessionName(link.step.sessionName, words);
  return link.call === 'AssumeRoleWithWebIdentity' ? sessionName(link.sessionName, words) : null;
}

/**
 * By what the cache knows the keys at the end of a way. It begins with the sign-in, the user or the source, so that
 * all that came from there can be forgotten together, and chains that begin alike share what they have in common.
 */
export function linkKey(
  sha256: Sha256,
  links: readonly ChainLink[],
  call: Pick<LinkCall, 'profile' | 'asked'>,
  person: Pick<SessionNameWords, 'user' | 'host'>,
): string {
  return links
    .map((link) => {
      if (link.call !== 'AssumeRole') return sourceKey(sha256, link, linkSessionName(link, call, person));
      const { externalId, tags, transitiveTagKeys, sourceIdentity, policy, policyArns, region } = link.step;
      const asked = [externalId, tags, transitiveTagKeys, sourceIdentity, policy, policyArns, region];
      const session = linkSessionName(link, call, person);
      const whole = JSON.stringify([link.roleArn, session, link.durationSeconds, deviceOf(link), asked]);
      return sha256(whole).hex.slice(0, 24);
    })
    .join('>');
}

function deviceOf({ mfa }: Extract<ChainLink, { call: 'AssumeRole' }>): string | null {
  return mfa === null ? null : (mfa.serial ?? mfa.user.mfaSerial);
}

function sourceKey(
  sha256: Sha256,
  link: Exclude<ChainLink, { call: 'AssumeRole' }>,
  session: string | null,
): string {
  switch (link.call) {
    case 'GetRoleCredentials':
      return `${link.ssoSession} ${profileId(sha256, link)}`;
    case 'LongTermKeys':
      return `${userKey(link.user.name)} keys`;
    case 'GetSessionToken':
      // Of any length: one code opens all that begin there.
      return `${userKey(link.user.name)} ${link.mfa ? 'mfa' : 'session'}`;
    case 'AssumeRoleWithSAML':
      return `${sourceOwner(link.source)} ${link.roleArn} ${link.durationSeconds ?? ''}`;
    case 'AssumeRoleWithWebIdentity':
      return `${sourceOwner(link.source)} ${link.roleArn} ${link.durationSeconds ?? ''} ${session ?? ''}`;
    case 'InstanceProfile':
      return `${sourceOwner(link.source)} machine`;
  }
}

/** No sign-in has a colon in its name. */
export function userKey(name: string): string {
  return `iam-user:${name}`;
}

export function sourceOwner(name: string): string {
  return `source:${name}`;
}
