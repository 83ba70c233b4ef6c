import { isAccountId, type AccountId } from '../arn.ts';
import type { Sha256, SettingsStore } from '../ports.ts';
import type { FederatedRole, FederatedRoles } from '../roles/federatedRoles.ts';
import type { Settings } from '../settings/settings.ts';
import type { AccountList } from '../sso/accountList.ts';
import type { Deliveries } from './delivery.ts';
import type { DeliveryRecord } from './deliveryRecord.ts';
import type { ProfileBook } from './findProfile.ts';
import { madeProfiles } from './madeProfiles.ts';
import {
  accountRoleProfile,
  profileId,
  type AccountRole,
  type Profile,
  type RoleProfile,
} from './profile.ts';
import { freeName, nameAlone, otherNames } from './profileNames.ts';

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
 * that no list has. Rebuilt only when something it is made of changed; a profile that did not is the same object in the
 * next book, so that 50,000 of them cost little while a sync brings in one account after the other.
 */
export function createProfileBook(ports: ProfileBookPorts): () => Promise<ProfileBook> {
  const { settings, accountList, deliveries, federatedRoles } = ports;
  const plainIn = plainProfiles(ports.sha256);
  let madeOf = '';
  let made: Promise<ProfileBook> | undefined;

  async function make(settingsNow: Settings, names: readonly string[]): Promise<ProfileBook> {
    const building = build(ports.sha256, plainIn(settingsNow.profileName), {
      listed: (await accountList.rolesByAccount()).filter(([role]) => names.includes(role?.ssoSession ?? '')),
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
  /** By account. */
  readonly listed: readonly (readonly AccountRole[])[];
  readonly delivered: readonly DeliveryRecord[];
  readonly offered: ReadonlyMap<string, readonly FederatedRole[]>;
  readonly ssoSessions: readonly string[];
  readonly settings: Settings;
}

function* build(
  sha256: Sha256,
  plain: PlainProfiles,
  { listed, delivered, offered, ssoSessions, settings }: MadeOf,
): Generator<undefined, ProfileBook> {
  const made = madeProfiles(sha256, { settings, offered, accountNames: accountNames(listed) });
  const template = settings.profileName;
  const roles = new Map<string, RoleProfile>();
  for (const profile of deliveredRoles(plain, delivered, ssoSessions)) roles.set(profile.id, profile);
  let looked = 0;
  for (const account of listed) {
    for (const profile of plain.ofAccount(account)) roles.set(profile.id, profile);
    looked += account.length;
    if (looked < rolesInStep) continue;
    looked = 0;
    yield;
  }
  const kept = new Map(delivered.map(({ id, name }) => [id, name]));
  // A name that a person gave is theirs: the derived ones give way.
  const given = new Set(made.map(({ name }) => name.toLowerCase()));
  for (const [id, name] of yield* otherNames([...roles.values()], template, kept, given)) {
    const profile = roles.get(id);
    if (profile !== undefined) roles.set(id, plain.renamed(profile, name));
  }
  const profiles = [...made, ...roles.values()];
  const ids = new Map(made.map((profile) => [profile.id, profile]));
  const byId = (id: string): Profile | undefined => roles.get(id) ?? ids.get(id);
  let taken: ReadonlySet<string> | undefined;
  const derive = (source: AccountRole): Profile => {
    const profile = plain.of(source);
    const known = byId(profile.id);
    if (known !== undefined) return known;
    taken ??= new Set(profiles.map(({ name }) => name.toLowerCase()));
    return plain.renamed(profile, freeName(profile, template, taken));
  };
  return { profiles, byId, ssoSessions, derive, nameAlone: plain.nameOf };
}

function accountNames(listed: readonly (readonly AccountRole[])[]): ReadonlyMap<AccountId, string> {
  const names = new Map<AccountId, string>();
  for (const [role] of listed) {
    if (role !== undefined && role.accountName !== null) names.set(role.accountId, role.accountName);
  }
  return names;
}

/** A delivered role stays a profile when its account is in no list; the list knows the account's name. */
function deliveredRoles(
  plain: PlainProfiles,
  delivered: readonly DeliveryRecord[],
  ssoSessions: readonly string[],
): readonly RoleProfile[] {
  return delivered.flatMap(({ id, role }) => {
    if (role === null || role.ssoSession === null || !isAccountId(role.accountId)) return [];
    const { ssoSession, accountId, roleName } = role;
    if (!ssoSessions.includes(ssoSession)) return [];
    const profile = plain.of({ ssoSession, accountId, accountName: null, roleName });
    // The record of a role chain says where it ended, which is no role of the sign-in.
    return profile.id === id ? [profile] : [];
  });
}

/** The profiles of roles under the names that they have while nothing else has them. */
interface PlainProfiles {
  readonly of: (role: AccountRole) => RoleProfile;
  /** The same ones for the same array. */
  readonly ofAccount: (roles: readonly AccountRole[]) => readonly RoleProfile[];
  /** The same one as long as the name is. */
  readonly renamed: (profile: RoleProfile, name: string) => RoleProfile;
  /** The name before it was renamed. */
  readonly nameOf: (profile: Profile) => string;
}

/** By template. */
function plainProfiles(sha256: Sha256): (template: string) => PlainProfiles {
  let plain: PlainProfiles | undefined;
  let madeFor = '';
  return (template) => {
    if (plain === undefined || template !== madeFor) plain = plainProfilesNamed(sha256, template);
    madeFor = template;
    return plain;
  };
}

function plainProfilesNamed(sha256: Sha256, template: string): PlainProfiles {
  const known = new WeakMap<readonly AccountRole[], readonly RoleProfile[]>();
  const others = new WeakMap<RoleProfile, RoleProfile>();
  const names = new WeakMap<Profile, string>();
  const of = (role: AccountRole): RoleProfile =>
    accountRoleProfile(profileId(sha256, role), nameAlone(role, template), role);
  return {
    of,
    ofAccount(roles) {
      const profiles = known.get(roles) ?? roles.map(of);
      known.set(roles, profiles);
      return profiles;
    },
    renamed(profile, name) {
      const before = others.get(profile);
      if (before?.name === name) return before;
      const other = accountRoleProfile(profile.id, name, profile.source);
      others.set(profile, other);
      names.set(other, profile.name);
      return other;
    },
    nameOf: (profile) => names.get(profile) ?? profile.name,
  };
}
