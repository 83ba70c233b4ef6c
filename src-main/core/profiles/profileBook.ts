import { isAccountId } from '../arn.ts';
import type { Sha256, SettingsStore } from '../ports.ts';
import type { AccountList } from '../sso/accountList.ts';
import type { Deliveries } from './delivery.ts';
import type { DeliveryRecord } from './deliveryRecord.ts';
import type { ProfileBook } from './findProfile.ts';
import { profileId, type AccountRole, type Profile } from './profile.ts';
import { freeName, profileNames } from './profileNames.ts';

export interface ProfileBookPorts {
  readonly sha256: Sha256;
  readonly settings: SettingsStore;
  readonly accountList: AccountList;
  readonly deliveries: Pick<Deliveries, 'remembered' | 'version'>;
}

/**
 * Every profile there is: one for each listed role, and one for each delivered role that no list has. Rebuilt only
 * when something it is made of changed, because naming 50,000 profiles takes a moment.
 */
export function createProfileBook(ports: ProfileBookPorts): () => Promise<ProfileBook> {
  const { sha256, settings, accountList, deliveries } = ports;
  const idOf = memoizedIds(sha256);
  let madeOf = '';
  let made: ProfileBook | undefined;

  return async () => {
    const { ssoSessions, profileName } = settings.get();
    const names = ssoSessions.map(({ name }) => name);
    const now = JSON.stringify([accountList.version(), deliveries.version(), names, profileName]);
    if (made !== undefined && now === madeOf) return made;
    made = build(await accountList.roles(), await deliveries.remembered(), names, profileName, idOf);
    madeOf = now;
    return made;
  };
}

function build(
  listed: readonly AccountRole[],
  delivered: readonly DeliveryRecord[],
  ssoSessions: readonly string[],
  template: string,
  idOf: (role: AccountRole) => string,
): ProfileBook {
  const roles = new Map<string, AccountRole & { readonly id: string }>();
  for (const role of [...delivered.flatMap(roleOf), ...listed]) {
    const id = idOf(role);
    if (ssoSessions.includes(role.ssoSession)) roles.set(id, { ...role, id });
  }
  const kept = new Map(delivered.map(({ id, name }) => [id, name]));
  const named = profileNames([...roles.values()], template, kept);
  const profiles = [...roles.values()].map(({ id, ...source }) => ({
    id,
    name: named.get(id) ?? id,
    source,
  }));
  let taken: ReadonlySet<string> | undefined;
  const derive = (source: AccountRole): Profile => {
    const id = idOf(source);
    if (roles.has(id)) return profiles.find((profile) => profile.id === id) ?? { id, name: id, source };
    taken ??= new Set(profiles.map(({ name }) => name.toLowerCase()));
    return { id, source, name: freeName({ ...source, id }, template, taken) };
  };
  return { profiles, ssoSessions, derive };
}

/** A delivered role stays a profile when its account is in no list; the list knows the account's name. */
function roleOf({ role }: DeliveryRecord): AccountRole[] {
  if (role === null || !isAccountId(role.accountId)) return [];
  return [{ ...role, accountId: role.accountId, accountName: null }];
}

function memoizedIds(sha256: Sha256): (role: AccountRole) => string {
  const ids = new Map<string, string>();
  return (role) => {
    const key = `${role.ssoSession} ${role.accountId} ${role.roleName}`;
    const id = ids.get(key) ?? profileId(sha256, role);
    ids.set(key, id);
    return id;
  };
}
