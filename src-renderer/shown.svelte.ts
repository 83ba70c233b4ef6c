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

/** What is open in the window beside the list. */
class Shown {
  settings = $state(false);
  keys = $state(false);
  /** The page of the journal, in place of the list. */
  journal = $state(false);
  /** “Add access”, in place of the list. */
  access = $state(false);
  roleChain = $state.raw<RoleChainShown>();
  /** “How AWS access works”, over whatever is shown, and where it opens. */
  guide = $state.raw<Anchor>();
  /** The sheet that the details are in where the window is narrow. */
  details = $state(false);
  /** The side bar over the list where the window is narrower still. */
  sideBar = $state(false);
}

export const shown = new Shown();
