import type { SettingsStore } from '../ports.ts';
import type { ProfileBook } from '../profiles/findProfile.ts';
import type { Profile } from '../profiles/profile.ts';
import type { Settings } from '../settings/settings.ts';
import type { AccountList } from '../sso/accountList.ts';
import { labelsOf, type Labelled } from './labelsOf.ts';
import { roleKey } from './roleKey.ts';
import { wayOf } from './wayOf.ts';

export interface MarksPorts {
  readonly settings: SettingsStore;
  readonly book: () => Promise<ProfileBook>;
  readonly accountList: Pick<AccountList, 'rolesByAccount' | 'version'>;
  /** Lets others have the processor for a moment. */
  readonly turn: () => Promise<void>;
}

/** What asks first, as the settings and the lists are now. */
export interface Marks {
  readonly isMarked: (profile: Profile) => boolean;
  /** The roles that a profile takes and how it narrows them, as text; undefined where it leads nowhere. */
  readonly way: (profile: Profile) => string | undefined;
}

/** Profiles that are looked at without a break. */
const profilesInStep = 2_000;

/** Made anew only when something that it is made of changed: 50,000 rows ask. */
export function createMarks(ports: MarksPorts): () => Promise<Marks> {
  let madeOf: readonly unknown[] = [];
  let made: Promise<Marks> | undefined;
  return async () => {
    const settings = ports.settings.get();
    const { roles, labels } = settings.askFirst;
    if (roles.length === 0 && labels.length === 0) return unmarked(settings);
    const book = await ports.book();
    // The settings are another object after every change, such as of a favourite.
    const rules = JSON.stringify([settings.labels, settings.askFirst, settings.ssoSessions]);
    const now = [rules, book, ports.accountList.version()];
    if (made !== undefined && now.every((one, at) => one === madeOf[at])) return made;
    // Whoever asks meanwhile waits for the same ones.
    const making = marksOf(settings, book, ports);
    [made, madeOf] = [making, now];
    making.catch(() => {
      if (made === making) made = undefined;
    });
    return making;
  };
}

function unmarked(settings: Settings): Marks {
  return { isMarked: () => false, way: (profile) => wayOf(profile, settings)?.text };
}

async function marksOf(
  settings: Settings,
  { profiles, nameAlone }: ProfileBook,
  { accountList, turn }: MarksPorts,
): Promise<Marks> {
  const marked = new Set(
    settings.askFirst.roles.map(({ accountId, roleName }) => roleKey(accountId, roleName)),
  );
  const asking = new Set(settings.askFirst.labels);
  const accounts = new Map<string, string | null>();
  for (const [role] of await accountList.rolesByAccount())
    if (role !== undefined) accounts.set(role.accountId, role.accountName);
  const asks = (profile: Labelled): boolean =>
    asking.size > 0 && labelsOf(settings.labels, profile).some((label) => asking.has(label));
  /** Roles whose account's name was held against the labels already: 50,000 need no second look. */
  const labelled = new Set<string>();
  // A label by the name of one profile holds for its role: the same role under another name is as precious.
  for (const [at, profile] of asking.size > 0 ? profiles.entries() : []) {
    if (at % profilesInStep === profilesInStep - 1) await turn();
    const { accountId, accountName, roleName } = profile.source;
    const key = roleKey(accountId, roleName);
    // A listed role is called otherwise as soon as there is another of its name: its mark must not go with that.
    const alone = nameAlone(profile);
    const isNamedSo = alone !== profile.name && asks({ name: alone, source: profile.source });
    if (isNamedSo || asks(profile)) marked.add(key);
    // A delivered role that is in no list comes without its account's name.
    else if (accountName === (accounts.get(accountId) ?? null)) labelled.add(key);
  }
  const isMarkedRole = (key: string): boolean => {
    const accountId = key.slice(0, 12);
    // Nobody has had the chance yet to mark what an unlisted account has.
    if (marked.has(key) || !accounts.has(accountId)) return true;
    return !labelled.has(key) && asks(roleAs(key, accounts.get(accountId) ?? null));
  };
  return {
    isMarked(profile) {
      if (asks(profile)) return true;
      const way = wayOf(profile, settings);
      return way === undefined || way.roles.some(isMarkedRole);
    },
    way: (profile) => wayOf(profile, settings)?.text,
  };
}

/** A role that may be in no list, and then has no profile with a name. */
function roleAs(key: string, accountName: string | null): Labelled {
  const accountId = key.slice(0, 12) as Profile['source']['accountId'];
  return { name: '', source: { accountId, accountName, roleName: key.slice(13) } };
}
