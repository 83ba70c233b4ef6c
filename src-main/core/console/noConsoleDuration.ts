import type { Profile } from '../profiles/profile.ts';
import { chainPlan } from '../roles/chainPlan.ts';
import type { Settings } from '../settings/settings.ts';

/** Why AWS takes no duration for the console session of a profile; undefined where it does. */
export function noConsoleDuration(
  profile: Pick<Profile, 'name' | 'chain' | 'source'>,
  settings: Settings,
): string | undefined {
  const last = chainPlan(profile, { settings }).at(-1);
  return last?.call === 'AssumeRole' && last.chained
    ? 'AWS takes no duration for a console session whose role was assumed from another.'
    : undefined;
}
