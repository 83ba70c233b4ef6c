import type { App } from '../app.ts';
import type { Output, ParsedInput } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import type { ProfileBook } from '../core/profiles/findProfile.ts';
import type { AccountRole, Profile } from '../core/profiles/profile.ts';
import { hiddenBy } from '../core/profiles/hiddenBy.ts';
import { profileId } from '../core/profiles/profile.ts';
import { type SyncCall, type SyncResult } from '../core/sso/sync.ts';
import type { SsoSession } from '../core/sso/ssoSession.ts';
import type { Domain } from './domain.ts';
import { endOfKeys } from './endOfKeys.ts';
import { mapInTurns } from './mapInTurns.ts';
import { createNotedSync } from './notedSync.ts';
import { profileRows, type RowState } from './profileRows.ts';
import { searchedProfiles } from './searchedProfiles.ts';

type Commands = Pick<App, 'sync' | 'listProfiles' | 'findProfile' | 'favourite'>;

export function listCommands(domain: Domain): Commands {
  const syncs = sharedSyncs(domain);
  return {
    async sync({ ssoSession }, { signal, progress }) {
      const places = ssoSession === undefined ? await signedInPlaces(domain) : [domain.place(ssoSession)];
      const before = await domain.book();
      const results: SyncResult[] = [];
      for (const place of places) {
        signal.throwIfAborted();
        results.push(
          await syncs(place, {
            signal,
            progress: (said) => {
              progress({ kind: 'accounts', ...said });
            },
          }),
        );
      }
      return syncOutput(domain, before, results);
    },

    async listProfiles({ words, only }) {
      const { profiles } = await domain.book();
      const fitting = await searchedProfiles(domain, await chosen(domain, profiles, only), words);
      return { profiles: await rowsOf(domain, fitting) };
    },

    async findProfile(query) {
      return { profile: await rowOf(domain, await domain.find(query)) };
    },

    async favourite({ on, ...query }) {
      const profile = await domain.find(query);
      const others = domain.settings.get().favourites.filter((id) => id !== profile.id);
      const favourites = on ? [...others, profile.id] : others;
      domain.settings.change((now) => ({ ...now, favourites }));
      return { profile: await rowOf(domain, profile) };
    },
  };
}

/** Several windows and terminals may ask for a sync at once: one listing serves them all. */
function sharedSyncs(domain: Domain): (place: SsoSession, call: SyncCall) => Promise<SyncResult> {
  const running = new Map<string, { result: Promise<SyncResult>; listeners: Set<SyncCall['progress']> }>();
  const sync = createNotedSync(domain);
  return async (place, call) => {
    const existing = running.get(place.name);
    if (existing !== undefined) {
      existing.listeners.add(call.progress);
      return existing.result;
    }
    const listeners = new Set([call.progress]);
    const progress: SyncCall['progress'] = (said) => {
      for (const listener of listeners) listener(said);
    };
    // It goes on when the first caller leaves: the rows are for everybody.
    const result = sync(place, { signal: new AbortController().signal, progress }).finally(() =>
      running.delete(place.name),
    );
    running.set(place.name, { result, listeners });
    return result;
  };
}

/** Of several sign-ins, those that somebody is signed in to. */
async function signedInPlaces(domain: Domain): Promise<readonly SsoSession[]> {
  const { ssoSessions } = domain.settings.get();
  if (ssoSessions.length < 2) return [domain.place(undefined)];
  const lives = async ({ name }: SsoSession): Promise<boolean> =>
    (await domain.tokens.stored(name)).state !== 'absent' && (await domain.people.of(name))?.ended !== true;
  const living = await Promise.all(ssoSessions.map(lives));
  const places = ssoSessions.filter((_, index) => living[index]);
  if (places.length > 0) return places;
  throw new AppError('sign-in-needed', 'Nobody is signed in.', { hint: 'Sign in with: latchkey login NAME' });
}

/** `before` knows the names of what is gone. */
async function syncOutput(
  domain: Domain,
  before: ProfileBook,
  results: readonly SyncResult[],
): Promise<Output<'sync'>> {
  const { profiles, byId } = await domain.book();
  const changed = (role: AccountRole) => {
    const id = profileId(domain.sha256, role);
    const { accountId, accountName, roleName } = role;
    const name = (byId(id) ?? before.byId(id))?.name ?? `${accountId}/${roleName}`;
    return { id, name, accountId, accountName, roleName };
  };
  const all = (of: 'added' | 'removed') =>
    mapInTurns(
      domain.clock,
      results.flatMap((result) => result[of]),
      changed,
    );
  return {
    profiles: profiles.length,
    added: await all('added'),
    removed: await all('removed'),
    failed: results.flatMap(({ failed }) =>
      failed.map(({ account, error }) => ({ ...account, message: error.message })),
    ),
  };
}

async function chosen(
  domain: Domain,
  profiles: readonly Profile[],
  only: ParsedInput<'listProfiles'>['only'],
): Promise<readonly Profile[]> {
  const hides = hiddenBy(domain.settings.get());
  if (only === 'hidden') return profiles.filter((profile) => hides(profile) !== undefined);
  if (only === 'active') {
    const ids = await activeIds(domain);
    return profiles.filter(({ id }) => ids.has(id));
  }
  const inSight = profiles.filter((profile) => hides(profile) === undefined);
  if (only === undefined) return inSight;
  if (only === 'recent') {
    const byId = new Map(inSight.map((profile) => [profile.id, profile]));
    return (await domain.recents.times()).flatMap(([id]) => byId.get(id) ?? []);
  }
  const ids = new Set(domain.settings.get().favourites);
  return inSight.filter(({ id }) => ids.has(id));
}

async function activeIds(domain: Domain): Promise<ReadonlySet<string>> {
  return new Set([...(await rowStates(domain))].flatMap(([id, { active }]) => (active ? [id] : [])));
}

async function rowsOf(domain: Domain, profiles: readonly Profile[]) {
  const { favourites, labels } = domain.settings.get();
  return profileRows(profiles, {
    states: await rowStates(domain),
    favourites: new Set(favourites),
    labels,
    isMarked: await domain.guard.marks(),
  });
}

async function rowOf(domain: Domain, profile: Profile) {
  const [row] = await rowsOf(domain, [profile]);
  if (row === undefined) throw new Error('one profile gives one row');
  return row;
}

async function rowStates(domain: Domain): Promise<ReadonlyMap<string, RowState>> {
  const delivered = await domain.deliveries.active();
  const states = delivered.map(async (delivery): Promise<[string, RowState]> => {
    const end = await endOfKeys(domain, delivery);
    return [delivery.id, { delivery: delivery.delivery, active: end !== null, expiresAt: end }];
  });
  return new Map(await Promise.all(states));
}
