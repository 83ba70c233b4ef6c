import type { Profile } from '../core/profiles/profile.ts';
import type { SavedProfile } from '../core/roles/savedProfile.ts';

/** A profile as far as its way to AWS goes. */
export type Way = Pick<Profile, 'name' | 'chain' | 'source'>;

export function wayOf({ name, from, steps, region }: Omit<SavedProfile, 'id'>): Way {
  return { name, chain: { from, steps, region, saved: true }, source: nowhere };
}

/** What has a chain begins where that says. */
const nowhere: Profile['source'] = {
  ssoSession: null,
  accountId: '' as never,
  accountName: null,
  roleName: '',
};
