import type { LeftProfile } from '../../core/profiles/takeover/takenProfile.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { InFile } from '../takeProfiles.ts';

export interface PlanContext extends InFile {
  readonly now: Settings;
  /** What is found and cannot be taken, with why; the plan adds to it. */
  readonly left: LeftProfile[];
  /** Id of the profile that an Identity Center role is. */
  readonly idOfRole: (ssoSession: string, accountId: string, roleName: string) => string;
  /** What a profile is called now; undefined where nothing lists it. */
  readonly nameOf: (id: string) => string | undefined;
  readonly newId: () => string;
}
