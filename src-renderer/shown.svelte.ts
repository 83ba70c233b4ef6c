import type { ImportFrom } from './import/importTools.ts';
import type { ListedProfile } from '../src-main/contract.ts';
import type { Anchor } from './access/glossary.ts';

/** The editor of role chains, and what it begins with. */
export interface RoleChainShown {
  /** Id of the saved profile that is changed. */
  readonly profile?: string;
  /** Where a new one starts. */
  readonly from?: string;
  /** Tests the saved one at once. */
  readonly test?: boolean;
}

/** A question that a button of a place or a profile asks, asked from elsewhere. */
export interface Asked {
  /** Name of the place, or id of the profile. */
  readonly of: string;
  readonly what: 'remove' | 'rotate' | 'mfa';
}

/** How a profile is found, where it is changed. */
export interface FindingShown {
  readonly what: 'alias' | 'region' | 'hide';
  readonly row: ListedProfile;
}

/** What is open in the window beside the list. */
class Shown {
  settings = $state(false);
  /** Name of the setting that the settings open at. */
  setting = $state<string>();
  asked = $state.raw<Asked>();
  keys = $state(false);
  /** The page of the journal, in place of the list. */
  journal = $state(false);
  /** The page of the doctor, in place of the list. */
  doctor = $state(false);
  /** “Add access”, in place of the list. */
  access = $state(false);
  /** The page of imports, in place of the list, and the tool that it begins with. */
  import = $state.raw<{ readonly from?: ImportFrom }>();
  roleChain = $state.raw<RoleChainShown>();
  /** What a dialog changes: of the profile it was opened at, whatever is selected meanwhile. */
  finding = $state.raw<FindingShown>();
  /** The profile whose console is being chosen. */
  console = $state.raw<ListedProfile>();
  /** “How AWS access works”, over whatever is shown, and where it opens. */
  guide = $state.raw<Anchor>();
  /** The sheet that the details are in where the window is narrow. */
  details = $state(false);
  /** The side bar over the list where the window is narrower still. */
  sideBar = $state(false);

  /** What is asked of a place or a profile, once. */
  takeAsked(name: string): Asked['what'] | undefined {
    const { asked } = this;
    if (asked?.of !== name) return undefined;
    this.asked = undefined;
    return asked.what;
  }

  /** Back to the list, from all that is left without losing anything. */
  list(): void {
    this.settings = false;
    this.keys = false;
    this.journal = false;
    this.doctor = false;
    this.import = undefined;
    this.guide = undefined;
    this.sideBar = false;
  }
}

export const shown = new Shown();
