import type { App } from '../app.ts';
import type { ListedProfile, Output } from '../contract.ts';
import { labelsOf } from '../core/guard/labelsOf.ts';
import { hiddenBy } from '../core/profiles/hiddenBy.ts';
import { isSameRow } from '../core/profiles/isSameRow.ts';
import type { Profile } from '../core/profiles/profile.ts';
import type { Settings } from '../core/settings/settings.ts';
import { fileOf } from './deliveryCommands.ts';
import type { Domain } from './domain.ts';
import { endOfKeys } from './endOfKeys.ts';
import { grantViews } from './grantViews.ts';
import { healthState } from './healthCommands.ts';
import { watchTeamFile } from './import/teamFileState.ts';
import { mapInTurns } from './mapInTurns.ts';
import { iamUserViews } from './iamUserViews.ts';
import { codesWanted } from './mfaCommands.ts';
import { permissionChangeViews } from './permissionChangeViews.ts';
import { questionViews } from './questionViews.ts';
import { sourceViews } from './sourceViews.ts';
import { secretsState, signInState } from './ownerCommands.ts';
import { isoTime } from './profileRows.ts';

/** The state that the window and the tray show: what there is, and how it is doing now. */
export function snapshotCommands(domain: Domain): Pick<App, 'snapshot'> {
  const teamFile = watchTeamFile(domain);
  const versions = createVersions(domain, domain.random.token(6));
  return {
    async snapshot({ rowsVersion }) {
      const live = { ...(await liveState(domain)), teamFile: teamFile() };
      const { version, rows } = await versions();
      return { live, rowsVersion: version, rows: rowsVersion === version ? null : [...rows] };
    },
  };
}

async function liveState(domain: Domain): Promise<Omit<Output<'snapshot'>['live'], 'teamFile'>> {
  const { ssoSessions, favourites, delivery, region, theme, labels, askFirst } = domain.settings.get();
  const { labelColours, regions, hotkey, startAtLogin, startHidden } = domain.settings.get();
  const signIns = await Promise.all(
    ssoSessions.map(async (place) => {
      const { startUrl, region: its, flow } = place;
      const syncedAt = isoTime((await domain.accountList.syncedAt(place.name)) ?? null);
      return { ...(await signInState(domain, place)), startUrl, region: its, flow, syncedAt };
    }),
  );
  const used = await domain.recents.times();
  return {
    signIns,
    iamUsers: iamUserViews(domain),
    sources: await sourceViews(domain),
    codesWanted: codesWanted(domain),
    questions: questionViews(domain),
    delivered: await delivered(domain),
    grants: grantViews(domain),
    labelRules: [...labels],
    labelColours,
    askFirstLabels: [...askFirst.labels],
    askFirstRoles: [...askFirst.roles],
    favourites: [...favourites],
    recents: used.map(([id, at]) => ({ id, at: isoTime(at) })),
    secrets: await secretsState(domain),
    notices: [...domain.settings.notices(), ...domain.doors.notices()],
    delivery,
    region,
    regions,
    changes: permissionChangeViews(domain),
    theme,
    browsers: [...domain.settings.get().browsers],
    ...healthState(domain),
    notifySignInEnd: domain.settings.get().notifySignInEnd,
    hotkey,
    startAtLogin,
    startHidden,
  };
}

async function delivered(domain: Domain): Promise<Output<'snapshot'>['live']['delivered']> {
  const deliveries = await domain.deliveries.active();
  return Promise.all(
    deliveries.map(async (one) => ({
      id: one.id,
      name: one.name,
      delivery: one.delivery,
      file: fileOf(one),
      expiresAt: isoTime(await endOfKeys(domain, one)),
      endsAt: isoTime(one.endsAt),
    })),
  );
}

/**
 * The rows of a book with a version that changes only when they do: the book is made anew after each delivery, and
 * 50,000 rows are not sent for nothing. A row that says the same is the same object in the next list. `own` sets this
 * process's versions apart from another's.
 */
function createVersions(domain: Domain, own: string) {
  let of: readonly unknown[] = [];
  let rows: readonly ListedProfile[] = [];
  let count = 0;
  let last: Promise<unknown> = Promise.resolve();
  const look = async (): Promise<{ readonly version: string; readonly rows: readonly ListedProfile[] }> => {
    const book = await domain.book();
    const settings = domain.settings.get();
    const now = [book, settingsOfRows(settings), domain.accountList.version()];
    if (now.some((one, at) => one !== of[at])) {
      const listed = await listedProfiles(domain, book.profiles, settings, rows);
      of = now;
      if (listed.length !== rows.length || listed.some((row, at) => row !== rows[at])) {
        rows = listed;
        count += 1;
      }
    }
    return { version: `${own}.${count}`, rows };
  };
  // One after the other: each compares with the rows of the one before.
  return () => {
    const now = last.then(look);
    last = now.catch(() => undefined);
    return now;
  };
}

async function listedProfiles(
  { guard, clock }: Domain,
  profiles: readonly Profile[],
  settings: Settings,
  before: readonly ListedProfile[],
): Promise<readonly ListedProfile[]> {
  const listedOf = rowOf(settings, await guard.marks());
  return mapInTurns(clock, profiles, (profile, at) => {
    const [row, known] = [listedOf(profile), before[at]];
    return known !== undefined && isSameRow(row, known) ? known : row;
  });
}

/** As text: the settings are another object after every change. */
function settingsOfRows({ labels, askFirst, aliases, hidden, favourites }: Settings): string {
  const isAnyHidden = hidden.accounts.length + hidden.profiles.length > 0;
  return JSON.stringify([labels, askFirst, aliases, isAnyHidden ? [hidden, favourites] : []]);
}

function rowOf(settings: Settings, isMarked: (profile: Profile) => boolean) {
  const { labels } = settings;
  // Not looked up by name: V8 would keep a second copy of each of 50,000 ids.
  const aliases = new Map(Object.entries(settings.aliases));
  const hides = hiddenBy(settings);
  return (profile: Profile): ListedProfile => {
    const { id, name, kind, origin, source } = profile;
    const { ssoSession, accountId, accountName, roleName } = source;
    const row: ListedProfile = {
      ...{ id, name, kind, origin, ssoSession, accountId, accountName, roleName },
      labels: [...labelsOf(labels, profile)],
      asksFirst: isMarked(profile),
    };
    const [alias, hidden] = [aliases.get(id), hides(profile)];
    if (alias !== undefined) row.alias = alias;
    if (hidden !== undefined) row.hidden = hidden;
    return row;
  };
}
