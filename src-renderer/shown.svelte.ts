import type { ImportFrom } from './import/importTools.ts';
import type { ListedProfile } from '../src-main/contract.ts';
import type { Anchor } from './access/glossary.ts';
import { said } from './said.svelte.ts';

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

/** The pages in place of the list, and what each is opened with. */
interface Pages {
  readonly settings: true;
  readonly journal: true;
  readonly doctor: true;
  /** “Add access”. */
  readonly access: true;
  /** The tool that it begins with. */
  readonly import: { readonly from?: ImportFrom };
  readonly roleChain: RoleChainShown;
  /** “How AWS access works”, and where it opens. */
  readonly guide: Anchor;
}
export type Page = keyof Pages;

/** What is open in the window beside the list. */
class Shown {
  /** In the order in which they were opened. */
  #open = $state.raw<Partial<Pages>>({});
  /** Name of the setting that the settings open at. */
  setting = $state<string>();
  asked = $state.raw<Asked>();
  keys = $state(false);
  /** What a dialog changes: of the profile it was opened at, whatever is selected meanwhile. */
  finding = $state.raw<FindingShown>();
  /** The profile whose console is being chosen. */
  console = $state.raw<ListedProfile>();
  /** The sheet that the details are in where the window is narrow. */
  details = $state(false);
  /** The side bar over the list where the window is narrower still. */
  sideBar = $state(false);

  /** Those that are open; what was typed in one that lies under another is there again afterwards. */
  get pages(): readonly Page[] {
    return Object.keys(this.#open) as Page[];
  }

  /** The one that is seen, which was opened last; undefined: the list. */
  get page(): Page | undefined {
    return this.pages.at(-1);
  }

  get settings(): boolean {
    return this.#open.settings ?? false;
  }
  set settings(on: boolean) {
    this.#turn('settings', on || undefined);
  }

  get journal(): boolean {
    return this.#open.journal ?? false;
  }
  set journal(on: boolean) {
    this.#turn('journal', on || undefined);
  }

  get doctor(): boolean {
    return this.#open.doctor ?? false;
  }
  set doctor(on: boolean) {
    this.#turn('doctor', on || undefined);
  }

  get access(): boolean {
    return this.#open.access ?? false;
  }
  set access(on: boolean) {
    this.#turn('access', on || undefined);
  }

  get import(): Pages['import'] | undefined {
    return this.#open.import;
  }
  set import(how: Pages['import'] | undefined) {
    this.#turn('import', how);
  }

  get roleChain(): RoleChainShown | undefined {
    return this.#open.roleChain;
  }
  set roleChain(chain: RoleChainShown | undefined) {
    this.#turn('roleChain', chain);
  }

  get guide(): Anchor | undefined {
    return this.#open.guide;
  }
  set guide(anchor: Anchor | undefined) {
    this.#turn('guide', anchor);
  }

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

  #turn<Name extends Page>(page: Name, given: Pages[Name] | undefined): void {
    const others = Object.entries(this.#open).filter(([name]) => name !== page);
    // What was said last was about what is left.
    if (given !== undefined) said.text = '';
    this.#open = Object.fromEntries(given === undefined ? others : [...others, [page, given]]);
  }
}

export const shown = new Shown();
