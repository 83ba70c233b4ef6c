import { createCredentialCache, type CredentialCache } from '../core/credentials/credentialCache.ts';
import {
  createCredentialsFor,
  type CredentialPorts,
  type CredentialsFor,
} from '../core/credentials/credentialsFor.ts';
import { AppError } from '../core/errors.ts';
import { createGuard } from '../core/guard/createGuard.ts';
import { createJournal } from '../core/guard/createJournal.ts';
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
import { createRegistrations } from '../core/sso/registrations.ts';
import { createSignInDesk, type SignInDesk } from '../core/sso/signInDesk.ts';
import type { SsoSession } from '../core/sso/ssoSession.ts';
import { ssoSessionOf } from '../core/sso/ssoSessionOf.ts';
import { createSsoTokens, type SsoTokens } from '../core/sso/ssoTokens.ts';
import { createDoors, type Doors } from './doors.ts';

/** The outside world as one object; the agent, the application and the tests each bring their own. */
export interface Ports {
  readonly clock: Clock;
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
  /** Called when questions come or go. */
  readonly questionWatchers: Set<() => void>;
  /** Names that something is about to have. */
  readonly namesUnderWay: Set<string>;
  readonly paceOf: (place: SsoSession) => Pace;
  readonly book: () => Promise<ProfileBook>;
  find(query: ProfileQuery): Promise<Profile>;
  /** The named SsoSession, or the only one there is. @throws AppError no-such-sso-session */
  place(name: string | undefined): SsoSession;
  regionOf(profile: Profile): string;
}

export function createDomain(ports: Ports): Domain {
  const { clock, memory, settings, identityCenter, deliveries } = ports;
  const people = createPeople(memory);
  const tokens = createSsoTokens({ ...ports, people });
  const accountList = createAccountList(memory, clock);
  const cache = createCredentialCache(clock);
  const registrations = createRegistrations(identityCenter, clock);
  const knownRoles = (name: string) => accountList.roles(name);
  const federatedRoles = createFederatedRoles(memory);
  const book = createProfileBook({ ...ports, accountList, deliveries, federatedRoles });
  const questionWatchers = new Set<() => void>();
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
    credentialsFor: createCredentialsFor(access),
    guard: createGuard({
      ...{ ...ports, book, accountList },
      canAsk: () => ports.owner.kind === 'application',
      changed: () => {
        for (const watcher of questionWatchers) watcher();
      },
    }),
    journal: createJournal(ports),
    doors: createDoors(ports, () => domain),
    questionWatchers,
    namesUnderWay: new Set(),
    paceOf: paces(clock),
    find: async (query) => {
      const all = await book();
      return findProfile(all, isExact(all, query) ? query : await deliveredNames(deliveries, query));
    },
    place: (name) => placeOf(settings, name),
    regionOf: (profile) => homeRegion(settings, profile),
  };
  return domain;
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
