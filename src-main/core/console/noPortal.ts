import type { Profile } from '../profiles/profile.ts';
import { chainPlan } from '../roles/chainPlan.ts';
import type { Settings } from '../settings/settings.ts';
import { isAwsPage } from './isAwsPage.ts';

/** Why the access portal cannot open the console of a profile; undefined where it can. */
export function noPortal(
  profile: Pick<Profile, 'name' | 'chain' | 'source'>,
  settings: Settings,
): string | undefined {
  const [first, ...later] = chainPlan(profile, { settings });
  if (first?.call !== 'GetRoleCredentials') {
    return 'The access portal opens accounts of IAM Identity Center, where this profile does not begin.';
  }
  if (later.length > 0)
    return 'The access portal knows no role chains: it opens the permission sets of a sign-in alone.';
  // A start URL may have come out of a file; the browser is sent to AWS alone.
  const place = settings.ssoSessions.find(({ name }) => name === first.ssoSession);
  return place === undefined || isAwsPage(place.startUrl)
    ? undefined
    : 'The start URL of its sign-in is not on an AWS host.';
}
