import type { AccountId } from '../arn.ts';
import type { z } from 'zod';
import type { labelColour, LabelRule } from '../guard/guardSettings.ts';
import type { LeftProfile, TakenProfile } from '../profiles/takeover/takenProfile.ts';
import type { Settings } from '../settings/settings.ts';
import type { SignInFlow } from '../sso/ssoSession.ts';

/** A sign-in as another tool calls it; here it may need another name. */
export interface FoundSignIn {
  readonly name: string;
  readonly startUrl: string;
  readonly region: string;
  readonly flow?: SignInFlow;
}

/** By its start URL, or by the name that it has here. */
export interface FoundPlace {
  readonly ssoSession: string | null;
  readonly startUrl: string | null;
}

/** What is known of an Identity Center role: it is listed here already, so it becomes no profile. */
export interface FoundRole {
  readonly place: FoundPlace;
  readonly accountId: AccountId;
  readonly roleName: string;
  readonly alias?: string;
  readonly region?: string;
  readonly favourite?: boolean;
  readonly hidden?: boolean;
}

/** What concerns a profile of its own, by its name in the file. */
export interface FoundAbout {
  readonly profile: string;
  readonly alias?: string;
  readonly favourite?: boolean;
  readonly hidden?: boolean;
}

/** Settings that decide neither where tokens go nor what is run. */
export type Preferences = Partial<
  Pick<
    Settings,
    | 'delivery'
    | 'profileName'
    | 'region'
    | 'theme'
    | 'lockWithScreen'
    | 'journalDays'
    | 'consoleBy'
    | 'hotkey'
    | 'notifySignInEnd'
  >
>;

/** What a file of another tool, of a team or of this one holds that could be taken; no secret is in it. */
export interface Findings {
  readonly signIns: readonly FoundSignIn[];
  readonly profiles: readonly TakenProfile[];
  readonly roles: readonly FoundRole[];
  readonly about: readonly FoundAbout[];
  readonly accountRegions: Readonly<Record<string, string>>;
  readonly hiddenAccounts: readonly string[];
  readonly labels: readonly LabelRule[];
  readonly colours: Readonly<Record<string, z.infer<typeof labelColour>>>;
  /** “Ask first” marks to add. No file takes one away. */
  readonly marks: Settings['askFirst'];
  readonly preferences: Preferences;
  /** Listed, and not taken. */
  readonly left: readonly LeftProfile[];
}

export const nothingFound: Findings = {
  signIns: [],
  profiles: [],
  roles: [],
  about: [],
  accountRegions: {},
  hiddenAccounts: [],
  labels: [],
  colours: {},
  marks: { roles: [], labels: [] },
  preferences: {},
  left: [],
};
