import type { Profile } from '../profiles/profile.ts';
import { chainPlan, type ChainLink } from '../roles/chainPlan.ts';
import type { Settings } from '../settings/settings.ts';
import { roleKey } from './roleKey.ts';

/** Where a profile leads. */
interface Way {
  /** Keys of the roles that it takes, in their order. */
  readonly roles: readonly string[];
  /** The same only where each role is taken in the same way: a session policy that goes away opens more. */
  readonly text: string;
}

/** Undefined where it leads nowhere. */
export function wayOf(profile: Profile, settings: Settings): Way | undefined {
  const { accountId, roleName } = profile.source;
  if (profile.chain === null) {
    const role = roleKey(accountId, roleName);
    return { roles: [role], text: role };
  }
  try {
    const links = chainPlan(profile, { settings });
    const roles = links.map((link) => roleKey(link.accountId, link.roleName));
    return { roles, text: JSON.stringify([roles, links.map(takenWith)]) };
  } catch {
    return undefined;
  }
}

/** What changes what the keys may do, as AWS and whoever trusts the role see it. */
function takenWith(link: ChainLink): unknown {
  if (link.call !== 'AssumeRole') return null;
  const { policy, policyArns, tags, transitiveTagKeys, sourceIdentity, externalId } = link.step;
  return [policy, policyArns, tags, transitiveTagKeys, sourceIdentity, externalId];
}
