import type { LiveView } from '../contract.ts';
import type { Domain } from './domain.ts';
import { isoTime } from './profileRows.ts';

/** The doors that stay open when nobody runs anything, for the window. */
export function grantViews({ doors }: Domain): LiveView['grants'] {
  return doors.list().flatMap(({ use, profile, at, endsAt }) => {
    if (use !== 'grant' || endsAt === null) return [];
    return { profileId: profile.id, profileName: profile.name, at, endsAt: isoTime(endsAt) };
  });
}
