import type { AccountId } from '../core/arn.ts';
import { profileId, type AccountRole } from '../core/profiles/profile.ts';
import type { ListedAccount } from '../core/sso/accountList.ts';
import type { ChangedRole } from '../core/sso/permissionChanges.ts';
import type { SsoSession } from '../core/sso/ssoSession.ts';
import { sync, type SyncCall, type SyncResult } from '../core/sso/sync.ts';
import type { Domain } from './domain.ts';
import { mapInTurns } from './mapInTurns.ts';

type Call = Omit<SyncCall, 'since'>;

/** A sync that keeps what came and went until the person has seen it. A first list has no news in it. */
export function createNotedSync(domain: Domain): (place: SsoSession, call: Call) => Promise<SyncResult> {
  const { accountList, permissionChanges } = domain;
  /** What was there before the first of the syncs that were cut short: their rows are in the list already. */
  const bases = new Map<string, ReadonlyMap<AccountId, ListedAccount>>();
  return async (place, call) => {
    const { name } = place;
    const isFirst = (await accountList.syncedAt(name)) === undefined;
    if (isFirst) bases.delete(name);
    const since = bases.get(name) ?? new Map(await accountList.accounts(name));
    bases.set(name, since);
    const result = await sync(domain, place, { ...call, since });
    bases.delete(name);
    if (isFirst) permissionChanges.forget(name);
    else permissionChanges.note(name, await changesOf(domain, result));
    return result;
  };
}

async function changesOf({ settings, sha256, clock }: Domain, { added, removed }: SyncResult) {
  const favourites = new Set(settings.get().favourites);
  const changed = (role: AccountRole): ChangedRole => {
    const id = profileId(sha256, role);
    const label = `${role.accountName ?? role.accountId} / ${role.roleName}`;
    return { id, label, favourite: favourites.has(id) };
  };
  return {
    added: await mapInTurns(clock, added, changed),
    removed: await mapInTurns(clock, removed, changed),
  };
}
