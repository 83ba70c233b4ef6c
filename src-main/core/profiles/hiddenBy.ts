import type { Settings } from '../settings/settings.ts';
import type { Profile } from './profile.ts';

/** Why a profile is out of sight: it was hidden itself, or its account was. */
export type HiddenBy = 'profile' | 'account';

/** Tells what is out of sight. A favourite never is: nobody should miss what they put at the top. */
export function hiddenBy({
  hidden,
  favourites,
}: Pick<Settings, 'hidden' | 'favourites'>): (profile: Profile) => HiddenBy | undefined {
  if (hidden.profiles.length + hidden.accounts.length === 0) return () => undefined;
  const profiles = new Set(hidden.profiles);
  const accounts = new Set(hidden.accounts);
  const shown = new Set(favourites);
  return ({ id, source }) => {
    if (shown.has(id)) return undefined;
    if (profiles.has(id)) return 'profile';
    return accounts.has(source.accountId) ? 'account' : undefined;
  };
}
