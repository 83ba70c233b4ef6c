import type { ListedProfile, LiveView, WindowCommand, WindowInput } from '../contract.ts';
import { plainName } from './plainName.ts';
import { stateWords } from './trayState.ts';

/** A command of the window's contract, with what it is asked. */
export type TrayCommand = {
  [Name in WindowCommand]: { readonly name: Name; readonly input: WindowInput<Name> };
}[WindowCommand];

export type TrayAction =
  | { readonly do: 'open' }
  | { readonly do: 'quit' }
  /** `opens`: the window shows how it goes on, such as the code of a sign-in, which has to be compared. */
  | { readonly do: 'run'; readonly command: TrayCommand; readonly opens?: true };

export type TrayEntry =
  | { readonly kind: 'separator' }
  /** Words that cannot be pressed. */
  | { readonly kind: 'heading'; readonly label: string }
  | { readonly kind: 'submenu'; readonly label: string; readonly entries: readonly TrayEntry[] }
  | { readonly kind: 'action'; readonly label: string; readonly action: TrayAction };

type Delivered = LiveView['delivered'][number];
type SignIn = LiveView['signIns'][number];

/** A menu is for what is used daily; the window has the rest. */
const mostFavourites = 12;
const mostRecents = 5;
const mostActive = 12;
const mostQuestions = 5;

const separator: TrayEntry = { kind: 'separator' };

/**
 * The menu as it should be `now` (epoch milliseconds). Undefined stands for a state that is not known yet. It names
 * times of the day, not minutes left: it must not be replaced each minute under somebody's pointer.
 */
export function trayMenu(
  live: LiveView | undefined,
  rows: readonly ListedProfile[],
  now: number,
  timeOfDay: (time: number) => string = shortTime,
): readonly TrayEntry[] {
  const end: readonly TrayEntry[] = [
    action('Open Latchkey', { do: 'open' }),
    action('Quit Latchkey', { do: 'quit' }),
  ];
  if (live === undefined) return end;
  const favourites = live.favourites.slice(0, mostFavourites);
  const others = live.recents.map(({ id }) => id).filter((id) => !live.favourites.includes(id));
  const byId = found(rows, [...favourites, ...others, ...live.delivered.map(({ id }) => id)]);
  const isInSight = (id: string): boolean => byId.has(id) && byId.get(id)?.hidden === undefined;
  const recents = others.filter(isInSight).slice(0, mostRecents);
  const profileEntries = (ids: readonly string[]): readonly TrayEntry[] =>
    ids.flatMap((id) => byId.get(id) ?? []).map((row) => profileEntry(live, row));
  return [
    ...section('Ask first', questionEntries(live)),
    ...section('MFA codes', live.codesWanted.map(codeEntry)),
    ...section('Favourites', profileEntries(favourites)),
    ...section('Recent', profileEntries(recents)),
    ...section('Active', activeEntries(live, byId, now, timeOfDay)),
    ...section('Sign-ins', live.signIns.map(signInEntry)),
    ...end,
  ];
}

/** Rows by id, those that are wanted only: the list may be long. */
export function found(
  rows: readonly ListedProfile[],
  ids: readonly string[],
): ReadonlyMap<string, ListedProfile> {
  const wanted = new Set(ids);
  return new Map(rows.filter(({ id }) => wanted.has(id)).map((row) => [row.id, row]));
}

function section(label: string, entries: readonly TrayEntry[]): readonly TrayEntry[] {
  return entries.length === 0 ? [] : [{ kind: 'heading', label }, ...entries, separator];
}

function profileEntry(live: LiveView, row: ListedProfile): TrayEntry {
  const isOut = live.delivered.some(({ id }) => id === row.id);
  return { kind: 'submenu', label: profileLabel(row), entries: profileActions(row.id, isOut) };
}

function profileActions(id: string, isOut: boolean): readonly TrayEntry[] {
  return [
    run('Console', { name: 'openConsole', input: { profile: id } }),
    run('Copy line for a terminal', { name: 'copyTerminalLine', input: { profile: id } }),
    isOut
      ? run('Remove keys', { name: 'stop', input: { profile: id } })
      : run('Get keys', { name: 'startProfile', input: { profile: id } }),
  ];
}

function activeEntries(
  live: LiveView,
  byId: ReadonlyMap<string, ListedProfile>,
  now: number,
  timeOfDay: (time: number) => string,
): readonly TrayEntry[] {
  const active = live.delivered
    .filter(({ expiresAt }) => expiresAt !== null && Date.parse(expiresAt) > now)
    .toSorted((a, b) => endOf(a) - endOf(b));
  const entries = active.slice(0, mostActive).map((one): TrayEntry => {
    const label = `${plainName(one.name)} — until ${timeOfDay(endOf(one))}`;
    // A name in a file that no list has can be taken out by that name only.
    const entries = byId.has(one.id)
      ? profileActions(one.id, true)
      : [run('Remove keys', { name: 'stop', input: { profile: one.name } })];
    return { kind: 'submenu', label, entries };
  });
  const more = active.length - entries.length;
  return more > 0 ? [...entries, action(`${more} more…`, { do: 'open' })] : entries;
}

/** Keys in a file are renewed until their delivery ends; those of a process profile until nobody asks. */
function endOf({ endsAt, expiresAt }: Delivered): number {
  return Date.parse(endsAt ?? expiresAt ?? '');
}

/** A program in the background waits for it: the window asks. */
function codeEntry({ profileName }: LiveView['codesWanted'][number]): TrayEntry {
  return action(`Enter a code for ${plainName(profileName)}…`, { do: 'open' });
}

/** Programs that wait for an answer: the window shows who they are, and takes it. */
function questionEntries({ questions }: LiveView): readonly TrayEntry[] {
  const entries = questions
    .slice(0, mostQuestions)
    .map(({ profileName }) => action(`A program asks for ${plainName(profileName)}…`, { do: 'open' }));
  const more = questions.length - entries.length;
  return more > 0 ? [...entries, action(`${more} more…`, { do: 'open' })] : entries;
}

function signInEntry(signIn: SignIn): TrayEntry {
  const { ssoSession, state } = signIn;
  const signInAction: TrayEntry = action('Sign in', {
    do: 'run',
    command: { name: 'beginSignIn', input: { ssoSession } },
    opens: true,
  });
  const signOut = run('Sign out', { name: 'signOut', input: { ssoSession } });
  const sync = run('Sync', { name: 'beginSync', input: { ssoSession } });
  const entries: Record<SignIn['state'], readonly TrayEntry[]> = {
    'signed-in': [sync, signOut],
    'signed-in-offline': [sync, signOut],
    'signed-out': [signInAction],
    ended: [signInAction, signOut],
    locked: [action('Unlock in Latchkey', { do: 'open' })],
    unavailable: [action('See why in Latchkey', { do: 'open' })],
  };
  return {
    kind: 'submenu',
    label: `${plainName(ssoSession)} — ${plainName(stateWords(signIn))}`,
    entries: entries[state],
  };
}

/** As the person's own locale writes it; keys last twelve hours at most, so that no day need be named. */
function shortTime(time: number): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(time);
}

function profileLabel({ accountName, accountId, roleName }: ListedProfile): string {
  return plainName(`${accountName ?? accountId} / ${roleName}`);
}

function run(label: string, command: TrayCommand): TrayEntry {
  return action(label, { do: 'run', command });
}

function action(label: string, given: TrayAction): TrayEntry {
  return { kind: 'action', label, action: given };
}
