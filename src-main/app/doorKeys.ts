import type { TemporaryCredentials } from '../core/credentials/temporaryCredentials.ts';
import type { Profile } from '../core/profiles/profile.ts';
import { chainPlan } from '../core/roles/chainPlan.ts';
import { linkKey } from '../core/roles/linkKey.ts';
import type { Asked } from '../core/roles/mfaCodes.ts';
import type { Domain } from './domain.ts';

/** Less than this is never given while others can be had: the program would see them expire in its hands. */
const leastLeftMs = 60_000;
/** SDKs ask four times within three seconds: AWS is asked once, also where it says no. */
const failureLastsMs = 3_000;

/** The keys behind one door. */
export interface DoorKeys {
  /** How they are asked for again; without the MFA code, which was good once. */
  readonly asked: Asked;
  /** Those that are there when the door opens, so that a person hears at once why there would be none. */
  first(profile: Profile, signal: AbortSignal): Promise<void>;
  /**
   * From memory while they last, also where new ones are due already: those come in the meantime.
   * `isNew`: this door has not given them before.
   * @throws AppError as `credentialsFor` does
   */
  give(profile: Profile): Promise<{ readonly credentials: TemporaryCredentials; readonly isNew: boolean }>;
  /** Gets new ones that are due, where somebody asked since the last came: nobody else needs them. @throws AppError */
  keepFresh(profile: () => Promise<Profile>): Promise<void>;
}

type DoorKeysPorts = Pick<Domain, 'cache' | 'clock' | 'credentialsFor' | 'person' | 'settings' | 'sha256'>;

export function createDoorKeys(ports: DoorKeysPorts, given: Asked): DoorKeys {
  const { cache, clock } = ports;
  const asked: Asked = { reason: given.reason, durationSeconds: given.durationSeconds };
  const never = new AbortController().signal;
  let last: TemporaryCredentials | undefined;
  let lastGiven: string | undefined;
  let askedSince = false;
  let failure: { readonly error: unknown; readonly at: number } | undefined;

  const keyOf = (profile: Profile): string => {
    const { durationSeconds } = asked;
    const links = chainPlan(profile, { settings: ports.settings.get(), durationSeconds });
    return linkKey(ports.sha256, links, { profile, asked }, ports.person);
  };

  async function fetched(profile: Profile): Promise<TemporaryCredentials> {
    if (failure !== undefined && clock.now() - failure.at < failureLastsMs) throw failure.error;
    try {
      const keys = await ports.credentialsFor(profile, never, asked);
      if (keys.accessKeyId !== last?.accessKeyId) askedSince = false;
      failure = undefined;
      last = keys;
      return keys;
    } catch (error) {
      failure = { error, at: clock.now() };
      throw error;
    }
  }

  /** Those that were there last, unless they were forgotten since: the person locked, or signed out. */
  function kept(key: string): TemporaryCredentials | undefined {
    if (last === undefined || cache.endOf(key) !== last.expiration) return undefined;
    return last.expiration - clock.now() < leastLeftMs ? undefined : last;
  }

  return {
    asked,
    async first(profile, signal) {
      last = await ports.credentialsFor(profile, signal, { ...given, ...asked });
    },
    async give(profile) {
      const key = keyOf(profile);
      const those = kept(key);
      const coming = fetched(profile);
      coming.catch(() => undefined);
      const credentials = those === undefined || cache.isFresh(key) ? await coming : those;
      askedSince = true;
      const isNew = credentials.accessKeyId !== lastGiven;
      lastGiven = credentials.accessKeyId;
      return { credentials, isNew };
    },
    async keepFresh(profile) {
      if (askedSince) await fetched(await profile());
    },
  };
}
