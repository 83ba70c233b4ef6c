import { createCredentialCache, type CredentialCache } from '../core/credentials/credentialCache.ts';
import {
  createCredentialsFor,
  type CredentialPorts,
  type CredentialsFor,
} from '../core/credentials/credentialsFor.ts';
import { createLastServices, type LastServices } from '../core/console/lastServices.ts';
import { AppError } from '../core/errors.ts';
import { createGuard } from '../core/guard/createGuard.ts';
import { createJournal } from '../core/guard/createJournal.ts';
import type { ClockSkew } from '../core/health/clockSkew.ts';
import type { Machine } from '../core/health/diagnostics.ts';
import { inAwsTime } from '../core/health/inAwsTime.ts';
import { createNetworkWatch, type NetworkWatch } from '../core/health/networkWatch.ts';
import { watchedCalls } from '../core/health/watchedCalls.ts';
import type { Guard } from '../core/guard/guard.ts';
import type { Journal } from '../core/guard/journal.ts';
import type {
  AwsCliSignIns,
  CallbackListeners,
  Clock,
  ConsoleFederation,
  Endpoints,
  Iam,
  IdentityCenter,
  ImportFiles,
  InstanceMetadata,
  JournalFile,
  Log,
  Memory,
  OpenIdConnect,
  Programs,
  Random,
  Reach,
  ReadSamlResponse,
  SecretStore,
  SettingsStore,
  Sha256,
  SharedFiles,
  Sts,
} from '../core/ports.ts';
import type { Deliveries } from '../core/profiles/delivery.ts';
import type { AwsFiles } from '../core/profiles/deliveryRecord.ts';
import { findProfile, type ProfileBook, type ProfileQuery } from '../core/profiles/findProfile.ts';
import type { Profile } from '../core/profiles/profile.ts';
import type { Settings } from '../core/settings/settings.ts';
import { createProfileBook } from '../core/profiles/profileBook.ts';
import { createRecents, type Recents } from '../core/profiles/recents.ts';
import { createFederatedRoles, type FederatedRoles } from '../core/roles/federatedRoles.ts';
import { homeRegion } from '../core/roles/homeRegion.ts';
import { createIamUserKeys, type IamUserKeys } from '../core/roles/iamUserKeys.ts';
import { createMfaCodes, type MfaCodes } from '../core/roles/mfaCodes.ts';
import { createRoleLimits, type RoleLimits } from '../core/roles/roleLimits.ts';
import { createSamlSignIns, type SamlSignIns } from '../core/roles/samlSignIns.ts';
import { createWebIdentityTokens, type WebIdentityTokens } from '../core/roles/webIdentityTokens.ts';
import { createAccountList, type AccountList } from '../core/sso/accountList.ts';
import { createPace, type Pace } from '../core/sso/pace.ts';
import { createPeople, type People } from '../core/sso/people.ts';
import { createPermissionChanges, type PermissionChanges } from '../core/sso/permissionChanges.ts';
import { createRegistrations } from '../core/sso/registrations.ts';
import { createSignInDesk, type SignInDesk } from '../core/sso/signInDesk.ts';
import type { SsoSession } from '../core/sso/ssoSession.ts';
import { ssoSessionOf } from '../core/sso/ssoSessionOf.ts';
import { createSsoTokens, type SsoTokens } from '../core/sso/ssoTokens.ts';
import { createDoors, type Doors } from './doors.ts';

/** The outside world as one object; the agent, the application and the tests each bring their own. */
export interface Ports {
  /** AWS's time, as far as it is known. */
  readonly clock: Clock;
  readonly skew: Pick<ClockSkew, 'offset' | 'isKnown' | 'onChange'>;
  readonly log: Log;
  readonly secrets: SecretStore;
  readonly memory: Memory;
  readonly settings: SettingsStore;
  readonly identityCenter: IdentityCenter;
  readonly awsCliSignIns: AwsCliSignIns;
  readonly sts: Sts;
  readonly iam: Iam;
  readonly programs: Programs;
  readonly openIdConnect: OpenIdConnect;
  readonly instanceMetadata: InstanceMetadata;
  readonly readSamlResponse: ReadSamlResponse;
  readonly consoleFederation: ConsoleFederation;
  readonly callbacks: CallbackListeners;
  readonly random: Random;
  readonly sha256: Sha256;
  readonly reach: Reach;
  readonly deliveries: Deliveries;
  readonly files: Pick<SharedFiles, 'read'>;
  readonly importFiles: ImportFiles;
  readonly journalFile: JournalFile;
  readonly endpoints: Endpoints;
  /** The AWS files where the caller names no others. */
  readonly awsFiles: AwsFiles;
  /** Absolute path of the credential script of this home. */
  readonly credentialScript: string;
  /** Who works here, for the session names that CloudTrail shows. */
  readonly person: { readonly user: string; readonly host: string };
  /** What the owner process says of itself. */
  readonly owner: Owner;
  readonly machine: Machine;
}

export interface Owner {
  readonly pid: number;
  readonly version: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly kind: 'headless' | 'application';
  stop(): void;
}

/** The domain's objects, joined once, that the commands work on. */
export interface Domain extends Ports, CredentialPorts {
  readonly tokens: SsoTokens;
  readonly people: People;
  readonly signIns: SignInDesk;
  readonly accountList: AccountList;
  readonly cache: CredentialCache;
  readonly recents: Recents;
  readonly lastServices: LastServices;
  readonly permissionChanges: PermissionChanges;
  readonly federatedRoles: FederatedRoles;
  readonly iamUserKeys: IamUserKeys;
  readonly mfaCodes: MfaCodes;
  readonly roleLimits: RoleLimits;
  readonly samlSignIns: SamlSignIns;
  readonly webIdentityTokens: WebIdentityTokens;
  /** For handOut alone: whoever else calls it hands out keys that nobody was asked about. */
  readonly credentialsFor: CredentialsFor;
  readonly guard: Guard;
  readonly journal: Journal;
  readonly doors: Doors;
  /** Called when questions come or go, when AWS is reached no more or again, and when the clock turns out wrong. */
  readonly watchers: Set<() => void>;
  readonly network: NetworkWatch;
  /** Names that something is about to have. */
  readonly namesUnderWay: Set<string>;
  readonly paceOf: (place: SsoSession) => Pace;
  readonly book: () => Promise<ProfileBook>;
  find(query: ProfileQuery): Promise<Profile>;
  /** The named SsoSession, or the only one there is. @throws AppError no-such-sso-session */
  place(name: string | undefined): SsoSession;
  regionOf(profile: Profile): string;
}

export function createDomain(given: Ports): Domain {
  const watchers = new Set<() => void>();
  const changed = (): void => {
    for (const watcher of watchers) watcher();
  };
  given.skew.onChange(changed);
  const network = networkOf(given, changed);
  const ports = watchedPorts(given, network);
  const { clock, memory, settings, identityCenter, deliveries } = ports;
  const people = createPeople(memory);
  const tokens = createSsoTokens({ ...ports, people });
  const accountList = createAccountList(memory, clock);
  const cache = createCredentialCache(clock);
  const registrations = createRegistrations(identityCenter, clock);
  const knownRoles = (name: string) => accountList.roles(name);
  const federatedRoles = createFederatedRoles(memory);
  const turn = () => clock.sleep(0);
  const book = createProfileBook({ ...ports, accountList, deliveries, federatedRoles, turn });
  const access = {
    ...ports,
    tokens,
    cache,
    federatedRoles,
    iamUserKeys: createIamUserKeys(ports),
    mfaCodes: createMfaCodes(ports),
    roleLimits: createRoleLimits(memory),
    samlSignIns: createSamlSignIns({ ...ports, federatedRoles }),
    webIdentityTokens: createWebIdentityTokens(ports),
  };
  const domain: Domain = {
    ...access,
    people,
    accountList,
    book,
    signIns: createSignInDesk({ ...ports, people, tokens, registrations, knownRoles }),
    recents: createRecents(memory, clock),
    lastServices: createLastServices(memory),
    permissionChanges: createPermissionChanges(),
    credentialsFor: createCredentialsFor(access),
    guard: createGuard({
      ...{ ...ports, book, accountList, turn },
      canAsk: () => ports.owner.kind === 'application',
      changed,
    }),
    journal: createJournal(ports),
    doors: createDoors(ports, () => domain),
    watchers,
    network,
    namesUnderWay: new Set(),
    paceOf: paces(clock),
    find: async (query) => {
      const all = await book();
      const isClear = isExact(all, query) || isAlias(all, settings.get(), query);
      const meant = isClear ? query : await deliveredNames(deliveries, query);
      return findProfile(all, meant, settings.get());
    },
    place: (name) => placeOf(settings, name),
    regionOf: (profile) => homeRegion(settings, profile),
  };
  return domain;
}

function networkOf({ identityCenter, reach, clock }: Ports, changed: () => void): NetworkWatch {
  // The way to a region is the same for whichever sign-in is there.
  const originIn = (region: string): string => identityCenter.origin({ startUrl: '', region });
  return createNetworkWatch({
    clock,
    changed,
    look: (region, signal) => reach.serverTime(originIn(region), signal),
  });
}

/** The ports that ask AWS tell how it went. */
function watchedPorts(ports: Ports, { heard }: NetworkWatch): Ports {
  return {
    ...ports,
    awsCliSignIns: inAwsTime(ports.awsCliSignIns, ports.skew),
    identityCenter: watchedCalls(ports.identityCenter, heard),
    sts: watchedCalls(ports.sts, heard),
    iam: watchedCalls(ports.iam, heard),
    consoleFederation: watchedCalls(ports.consoleFederation, heard),
  };
}

/** One pace a sign-in place: AWS counts the calls of a token's instance together. */
function paces(clock: Clock): (place: SsoSession) => Pace {
  const known = new Map<string, Pace>();
  return ({ startUrl, region }) => {
    const key = `${region} ${startUrl}`;
    const pace = known.get(key) ?? createPace(clock);
    known.set(key, pace);
    return pace;
  };
}

/** A profile's own name is what it says, also where another stands under that name in a file. */
function isExact({ profiles }: ProfileBook, { profile }: ProfileQuery): boolean {
  return profiles.some(({ id, name }) => name === profile || id === profile);
}

/** Any program may deliver under another name; an alias is the person’s own word. */
function isAlias({ byId }: ProfileBook, { aliases }: Settings, { profile }: ProfileQuery): boolean {
  return Object.entries(aliases).some(([id, alias]) => alias === profile && byId(id) !== undefined);
}

/** A name that a delivery was given with --as means its profile, too, for it is what the person sees in the file. */
async function deliveredNames(deliveries: Deliveries, query: ProfileQuery): Promise<ProfileQuery> {
  const named = (await deliveries.remembered()).filter(({ name }) => name === query.profile);
  const [only, ...others] = new Set(named.map(({ id }) => id));
  return only === undefined || others.length > 0 ? query : { ...query, profile: only };
}

function placeOf(settings: SettingsStore, name: string | undefined): SsoSession {
  const { ssoSessions } = settings.get();
  if (name !== undefined) return ssoSessionOf(settings, name);
  const [only, ...others] = ssoSessions;
  if (only === undefined) {
    throw new AppError('no-such-sso-session', 'No sign-in has been set up yet.', {
      hint: 'Add yours with: latchkey sso add NAME --start-url URL --region REGION',
    });
  }
  if (others.length === 0) return only;
  throw new AppError('bad-input', 'There are several sign-ins.', {
    hint: 'Say which one by its name.',
    details: ssoSessions.map((one) => one.name),
  });
}
