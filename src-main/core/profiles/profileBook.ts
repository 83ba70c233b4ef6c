import { isAccountId, type AccountId } from '../arn.ts';
import type { Sha256, SettingsStore } from '../ports.ts';
import type { FederatedRole, FederatedRoles } from '../roles/federatedRoles.ts';
import type { Settings } from '../settings/settings.ts';
import type { AccountList } from '../sso/accountList.ts';
import type { Deliveries } from './delivery.ts';
import type { DeliveryRecord } from './deliveryRecord.ts';
import type { ProfileBook } from './findProfile.ts';
import { madeProfiles } from './madeProfiles.ts';
import { accountRoleProfile, profileId, type AccountRole, type Profile } from './profile.ts';
import { freeName, namingProfiles } from './profileNames.ts';

export interface ProfileBookPorts {
  readonly sha256: Sha256;
  readonly settings: SettingsStore;
  readonly accountList: AccountList;
  readonly federatedRoles: FederatedRoles;
  readonly deliveries: Pick<Deliveries, 'remembered' | 'version'>;
  /** Lets others have the processor for a moment. */
  readonly turn: () => Promise<void>;
}

/** Roles that are looked at without a break. */
const rolesInStep = 2_000;

/**
 * Every profile there is: those that a person made or set up, one for each listed role, and one for each delivered role
 * that no list has. Rebuilt only
 * when something it is made of changed, because naming 50,000 profiles takes a moment.
 */
export function createProfileBook(ports: ProfileBookPorts): () => Promise<ProfileBook> {
  const { settings, accountList, deliveries, federatedRoles } = ports;
  const idOf = memoizedIds(ports.sha256);
  let madeOf = '';
  let made: Promise<ProfileBook> | undefined;

  async function make(settingsNow: Settings, names: readonly string[]): Promise<ProfileBook> {
    const building = build(ports.sha256, idOf, {
      listed: await accountList.roles(),
      delivered: await deliveries.remembered(),
      offered: await federatedRoles.all(),
      ssoSessions: names,
      settings: settingsNow,
    });
    for (;;) {
      const step = building.next();
      if (step.done === true) return step.value;
      await ports.turn();
    }
  }

  return async () => {
    const { ssoSessions, iamUsers, sources, profiles, profileName } = settings.get();
    const names = ssoSessions.map(({ name }) => name);
    const versions = [accountList.version(), deliveries.version(), federatedRoles.version()];
    const now = JSON.stringify([versions, names, iamUsers, sources, profiles, profileName]);
    if (made !== undefined && now === madeOf) return made;
    // Whoever asks meanwhile waits for the same one.
    const making = make(settings.get(), names);
    [made, madeOf] = [making, now];
    making.catch(() => {
      if (made === making) made = undefined;
    });
    return making;
  };
}

interface MadeOf {
  readonly listed: readonly AccountRole[];
  readonly delivered: readonly DeliveryRecord[];
  readonly offered: ReadonlyMap<string, readonly FederatedRole[]>;
  readonly ssoSessions: readonly string[];
  readonly settings: Settings;
}

function* build(
  sha256: Sha256,
  idOf: (role: AccountRole) => string,
  { listed, delivered, offered, ssoSessions, settings }: MadeOf,
): Generator<undefined, ProfileBook> {
  const made = madeProfiles(sha256, { settings, offered, accountNames: accountNames(listed) });
  const template = settings.profileName;
  const roles = new Map<string, AccountRole & { readonly id: string }>();
  // The record of a role chain says where it ended, which is no role of the sign-in.
  const deliveredRoles = delivered.flatMap((record) =>
    roleOf(record).filter((role) => idOf(role) === record.id),
  );
  for (const [index, role] of [...deliveredRoles, ...listed].entries()) {
    if (index % rolesInStep === rolesInStep - 1) yield;
    const id = idOf(role);
    if (ssoSessions.includes(role.ssoSession)) roles.set(id, { ...role, id });
  }
  const kept = new Map(delivered.map(({ id, name }) => [id, name]));
  // A name that a person gave is theirs: the derived ones give way.
  const given = new Set(made.map(({ name }) => name.toLowerCase()));
  const named = yield* namingProfiles([...roles.values()], template, kept, given);
  const derived: Profile[] = [];
  for (const { id, ...source } of roles.values()) {
    if (derived.length % rolesInStep === rolesInStep - 1) yield;
    derived.push(accountRoleProfile(id, named.get(id) ?? id, source));
  }
  const profiles = [...made, ...derived];
  let ids: ReadonlyMap<string, Profile> | undefined;
  const byId = (id: string): Profile | undefined => {
    ids ??= new Map(profiles.map((profile) => [profile.id, profile]));
    return ids.get(id);
  };
  let taken: ReadonlySet<string> | undefined;
  const derive = (source: AccountRole): Profile => {
    const id = idOf(source);
    const known = byId(id);
    if (known !== undefined) return known;
    taken ??= new Set(profiles.map(({ name }) => name.toLowerCase()));
    return accountRoleProfile(id, freeName({ ...source, id }, template, taken), source);
  };
  return { profiles, byId, ssoSessions, derive };
}

function accountNames(listed: readonly AccountRole[]): ReadonlyMap<AccountId, string> {
  return new Map(
    listed.flatMap(({ accountId, accountName }) => (accountName === null ? [] : [[accountId, accountName]])),
  );
}

/** A delivered role stays a profile when its account is in no list; the list knows the account's name. */
function roleOf({ role }: DeliveryRecord): AccountRole[] {
  if (role === null || role.ssoSession === null || !isAccountId(role.accountId)) return [];
  const { ssoSession, accountId, roleName } = role;
  return [{ ssoSession, accountId, accountName: null, roleName }];
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
