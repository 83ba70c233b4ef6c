import { createCredentialCache, type CredentialCache } from '../core/credentials/credentialCache.ts';
import {
  createCredentialsFor,
  ssoSessionOf,
  type CredentialsFor,
} from '../core/credentials/credentialsFor.ts';
import { AppError } from '../core/errors.ts';
import type {
  CallbackListeners,
  Clock,
  ConsoleFederation,
  IdentityCenter,
  Log,
  Memory,
  Random,
  Reach,
  SecretStore,
  SettingsStore,
  Sha256,
  Sts,
} from '../core/ports.ts';
import { partitionOf } from '../core/partition.ts';
import type { Deliveries } from '../core/profiles/delivery.ts';
import type { AwsFiles } from '../core/profiles/deliveryRecord.ts';
import { findProfile, type ProfileBook, type ProfileQuery } from '../core/profiles/findProfile.ts';
import type { Profile } from '../core/profiles/profile.ts';
import { createProfileBook } from '../core/profiles/profileBook.ts';
import { createRecents, type Recents } from '../core/profiles/recents.ts';
import { createAccountList, type AccountList } from '../core/sso/accountList.ts';
import { createPace, type Pace } from '../core/sso/pace.ts';
import { createPeople, type People } from '../core/sso/people.ts';
import { createRegistrations } from '../core/sso/registrations.ts';
import { createSignInDesk, type SignInDesk } from '../core/sso/signInDesk.ts';
import type { SsoSession } from '../core/sso/ssoSession.ts';
import { createSsoTokens, type SsoTokens } from '../core/sso/ssoTokens.ts';

/** The outside world as one object; the agent, the application and the tests each bring their own. */
export interface Ports {
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: SecretStore;
  readonly memory: Memory;
  readonly settings: SettingsStore;
  readonly identityCenter: IdentityCenter;
  readonly sts: Sts;
  readonly consoleFederation: ConsoleFederation;
  readonly callbacks: CallbackListeners;
  readonly random: Random;
  readonly sha256: Sha256;
  readonly reach: Reach;
  readonly deliveries: Deliveries;
  /** The AWS files where the caller names no others. */
  readonly awsFiles: AwsFiles;
  /** Absolute path of the credential script of this home. */
  readonly credentialScript: string;
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
export interface Domain extends Ports {
  readonly tokens: SsoTokens;
  readonly people: People;
  readonly signIns: SignInDesk;
  readonly accountList: AccountList;
  readonly cache: CredentialCache;
  readonly recents: Recents;
  readonly credentialsFor: CredentialsFor;
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
  const book = createProfileBook({ ...ports, accountList, deliveries });
  return {
    ...ports,
    people,
    tokens,
    accountList,
    cache,
    book,
    signIns: createSignInDesk({ ...ports, people, tokens, registrations, knownRoles }),
    recents: createRecents(memory, clock),
    credentialsFor: createCredentialsFor({ ...ports, tokens, cache }),
    paceOf: paces(clock),
    find: async (query) => findProfile(await book(), await deliveredNames(deliveries, query)),
    place: (name) => placeOf(settings, name),
    regionOf: ({ source }) => regionFor(settings, ssoSessionOf(settings, source.ssoSession)),
  };
}

/** The region of the settings where it is of the sign-in's partition: keys of one mean nothing in another. */
function regionFor(settings: SettingsStore, { region }: SsoSession): string {
  const wanted = settings.get().region ?? region;
  return partitionOf(wanted).id === partitionOf(region).id ? wanted : region;
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
