import type { App } from '../app.ts';
import type { ListedProfile, Output } from '../contract.ts';
import type { ProfileBook } from '../core/profiles/findProfile.ts';
import { fileOf } from './deliveryCommands.ts';
import type { Domain } from './domain.ts';
import { endOfKeys } from './endOfKeys.ts';
import { iamUserViews } from './iamUserViews.ts';
import { codesWanted } from './mfaCommands.ts';
import { sourceViews } from './sourceViews.ts';
import { secretsState, signInState } from './ownerCommands.ts';
import { isoTime } from './profileRows.ts';

/** The state that the window and the tray show: what there is, and how it is doing now. */
export function snapshotCommands(domain: Domain): Pick<App, 'snapshot'> {
  const versions = createVersions(domain.random.token(6));
  return {
    async snapshot({ rowsVersion }) {
      const live = await liveState(domain);
      const { version, rows } = versions(await domain.book());
      return { live, rowsVersion: version, rows: rowsVersion === version ? null : [...rows] };
    },
  };
}

async function liveState(domain: Domain): Promise<Output<'snapshot'>['live']> {
  const { ssoSessions, favourites, delivery, region, theme } = domain.settings.get();
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
    delivered: await delivered(domain),
    favourites: [...favourites],
    recents: used.map(([id, at]) => ({ id, at: isoTime(at) })),
    secrets: await secretsState(domain),
    notices: [...domain.settings.notices()],
    delivery,
    region,
    theme,
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
 * 50,000 rows are not sent for nothing. `own` sets this process's versions apart from another's.
 */
function createVersions(own: string) {
  let of: ProfileBook | undefined;
  let rows: readonly ListedProfile[] = [];
  let count = 0;
  return (book: ProfileBook): { readonly version: string; readonly rows: readonly ListedProfile[] } => {
    if (book !== of) {
      of = book;
      const now = book.profiles.map(({ id, name, kind, origin, source }) => {
        const { ssoSession, accountId, accountName, roleName } = source;
        return { id, name, kind, origin, ssoSession, accountId, accountName, roleName };
      });
      if (!same(now, rows)) {
        rows = now;
        count += 1;
      }
    }
    return { version: `${own}.${count}`, rows };
  };
}

function same(one: readonly ListedProfile[], other: readonly ListedProfile[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ id, name, kind, origin, accountId, accountName, roleName }, at) => {
      const before = other[at];
      // A changed chain keeps its id, and may end elsewhere.
      return (
        before?.id === id &&
        before.name === name &&
        before.accountName === accountName &&
        before.accountId === accountId &&
        before.roleName === roleName &&
        before.origin === origin &&
        before.kind === kind
      );
    })
  );
}
