import type { TemporaryCredentials } from '../core/credentials/temporaryCredentials.ts';
import { AppError } from '../core/errors.ts';
import type { Permit, Use } from '../core/guard/guard.ts';
import { wayOf } from '../core/guard/wayOf.ts';
import type { Peer, ProcessSeen } from '../core/guard/requester.ts';
import { endForPrograms } from '../core/health/endForPrograms.ts';
import type { EndpointAnswer, EndpointAsker, EndpointPlace, OpenEndpoint } from '../core/ports.ts';
import type { Profile } from '../core/profiles/profile.ts';
import { createDoorKeys, type DoorKeys } from './doorKeys.ts';
import { doorRefusal } from './doorRefusal.ts';
import type { Domain, Ports } from './domain.ts';
import { handOutMore, permitFor, type HandOut } from './handOut.ts';

export interface DoorRequest extends HandOut {
  readonly use: Extract<Use, 'endpoint' | 'grant'>;
  readonly place: EndpointPlace;
  readonly token: string;
  /** Epoch milliseconds; null for one that lasts until it is closed. */
  readonly endsAt: number | null;
}

/** An open endpoint, with what was allowed when it was opened. */
export interface Door extends Pick<DoorRequest, 'use' | 'endsAt'> {
  /** The one whose keys are given, which is another than was asked for where a person said so. */
  readonly profile: Profile;
  /** A whole URL, or the path alone at a socket. */
  readonly uri: string;
  /** `127.0.0.1:PORT` or the path of a socket. */
  readonly at: string;
  /** `ending`: the owner process ends, and the next one may open it again. */
  readonly closed: Promise<'closed' | 'ending'>;
  close(): Promise<void>;
}

/** Every endpoint that is open: those that a running command holds, and grants. */
export interface Doors {
  /**
   * Asks the person first where the profile is marked, and AWS whether there are keys at all.
   * @throws AppError as `credentials` does; bad-input when the place is taken
   */
  open(request: DoorRequest): Promise<Door>;
  /** The oldest first. */
  list(): readonly Door[];
  /** Closes grants: those of a profile, or all. Gives back what was closed. */
  endGrants(profileId?: string): Promise<readonly Door[]>;
  /** Closes everything, and whatever is about to open. */
  lock(): Promise<void>;
  /** Closes what begins at this sign-in. */
  signedOut(ssoSession: string): Promise<void>;
  /** Closes everything, as the owner ends. */
  leave(): Promise<void>;
  /** Keeps the keys of doors in use fresh, and closes those whose time is over; runs until aborted. */
  run(signal: AbortSignal): Promise<void>;
  /** What the person should know: a sentence each. */
  notices(): readonly string[];
}

interface OpenDoor extends Door {
  readonly request: HandOut;
  readonly permit: Permit;
  readonly keys: DoorKeys;
  /** What a person allowed, for the way as it was then; undefined where nobody had to be asked. */
  readonly approval: string | undefined;
  readonly end: (why: 'closed' | 'ending') => Promise<void>;
}

const tickMs = 30_000;
/** How long the person is told of guesses at tokens. */
const alarmedForMs = 60 * 60 * 1000;

/** @param domain that these doors are a part of */
export function createDoors({ clock, log, endpoints, skew }: Ports, domain: () => Domain): Doors {
  const doors = new Set<OpenDoor>();
  let alarmedAt = -Infinity;
  let left = false;
  /** How often the person locked. */
  let locks = 0;
  let somethingOpened: () => void = () => undefined;

  async function answer(door: OpenDoor, asker: EndpointAsker): Promise<EndpointAnswer> {
    try {
      if (door.endsAt !== null && door.endsAt <= clock.now()) throw ended();
      const profile = await allowed(domain(), door);
      const { credentials, isNew } = await door.keys.give(profile);
      if (isNew) void record(domain(), door, credentials, asker);
      const expiration = endForPrograms(credentials.expiration, skew.offset());
      const { accountId } = profile.source;
      return { state: 'keys', credentials: { ...credentials, expiration }, accountId };
    } catch (error) {
      return doorRefusal(error, log);
    }
  }

  async function open(request: DoorRequest): Promise<Door> {
    const permit = await permitFor(domain(), request);
    const allowedIn = locks;
    const { profile, durationSeconds = request.asked.durationSeconds } = permit;
    const keys = createDoorKeys(domain(), { ...request.asked, durationSeconds });
    const { signal } = request.call;
    try {
      await keys.first(profile, signal);
      signal.throwIfAborted();
      const door = await listening(request, permit, keys);
      doors.add(door);
      if (locks !== allowedIn) {
        await door.end('closed');
        throw locked();
      }
      if (left) await door.end('ending');
      else log.write('endpoint.opened', { profile: profile.id, kind: door.use });
      somethingOpened();
      return door;
    } catch (error) {
      permit.unused();
      throw error;
    }
  }

  async function listening(request: DoorRequest, permit: Permit, keys: DoorKeys): Promise<OpenDoor> {
    const { place, token, use, endsAt } = request;
    const alarm = () => {
      alarmedAt = clock.now();
      log.write('endpoint.wrong-tokens', { kind: use });
    };
    const opened: OpenEndpoint = await endpoints.open({
      ...{ place, token, alarm },
      answer: (asker) => answer(door, asker),
    });
    let told: (why: 'closed' | 'ending') => void = () => undefined;
    const closed = new Promise<'closed' | 'ending'>((resolve) => {
      told = resolve;
    });
    const door: OpenDoor = {
      ...{ request, permit, keys, use, endsAt, closed },
      profile: permit.profile,
      uri: opened.uri,
      at: place.kind === 'socket' ? place.path : new URL(opened.uri).host,
      approval: permit.answer === 'not-asked' ? undefined : approvalOf(domain(), permit.profile),
      end: async (why) => {
        doors.delete(door);
        await opened.close();
        told(why);
      },
      close: () => door.end('closed'),
    };
    return door;
  }

  const grants = () => [...doors].filter(({ use }) => use === 'grant');
  const endAll = async (which: readonly OpenDoor[], why: 'closed' | 'ending'): Promise<void> => {
    await Promise.all(which.map((door) => door.end(why)));
  };

  async function tick(): Promise<void> {
    await endAll(
      [...doors].filter(({ endsAt }) => endsAt !== null && endsAt <= clock.now()),
      'closed',
    );
    for (const door of doors) {
      await door.keys
        .keepFresh(() => allowed(domain(), door))
        .catch((error: unknown) => {
          log.write('endpoint.renewal-failed', { code: error instanceof AppError ? error.code : 'internal' });
        });
    }
  }

  return {
    open,
    list: () => [...doors],
    async endGrants(profileId) {
      const ends = grants().filter(({ profile }) => profileId === undefined || profile.id === profileId);
      await endAll(ends, 'closed');
      return ends;
    },
    async lock() {
      locks += 1;
      await endAll([...doors], 'closed');
    },
    signedOut: (ssoSession) =>
      endAll(
        [...doors].filter(({ profile }) => profile.source.ssoSession === ssoSession),
        'closed',
      ),
    leave: () => {
      left = true;
      return endAll([...doors], 'ending');
    },
    async run(signal) {
      while (!signal.aborted) {
        if (doors.size === 0) await openedOr(signal);
        await tick();
        await clock.sleep(tickMs, signal).catch(() => undefined);
      }
    },
    notices: () =>
      clock.now() - alarmedAt > alarmedForMs
        ? []
        : ['A program tried wrong tokens at a container endpoint of Latchkey. It got nothing.'],
  };

  function openedOr(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      somethingOpened = resolve;
      signal.addEventListener('abort', () => {
        resolve();
      });
    });
  }
}

/** Who asks at the door is the one to write down; who opened it where that one cannot be seen. */
async function record(
  domain: Domain,
  { request, permit, keys }: OpenDoor,
  credentials: TemporaryCredentials,
  asker: EndpointAsker,
): Promise<void> {
  const program = await asker.program().catch(() => null);
  const by = program === null ? permit : { ...permit, peer: peerOf({ ...program, startedAt: '' }) };
  await handOutMore(domain, { ...request, asked: keys.asked }, by, () => Promise.resolve({ credentials }));
}

function peerOf(process: ProcessSeen): Peer {
  return { process, tree: [process], root: process, folder: null };
}

/**
 * The door's profile as it is now.
 * @throws AppError no-such-profile when it was removed; ask-first when it asks first now, and nobody allowed it as it is
 */
async function allowed(domain: Domain, { profile: opened, approval }: OpenDoor): Promise<Profile> {
  const { byId, derive, ssoSessions } = await domain.book();
  const { chain, source } = opened;
  const { ssoSession } = source;
  const offered = chain === null && ssoSession !== null && ssoSessions.includes(ssoSession);
  const profile = byId(opened.id) ?? (offered ? derive({ ...source, ssoSession }) : undefined);
  if (profile === undefined) throw new AppError('no-such-profile', `${opened.name} is gone.`);
  if (approval === approvalOf(domain, profile) || !(await domain.guard.isMarked(profile))) return profile;
  throw new AppError('ask-first', `${profile.name} asks first.`, {
    hint: 'Open a new endpoint for it, and allow that in the window.',
  });
}

/** A profile keeps its id when it is changed to lead elsewhere. */
function approvalOf({ settings }: Domain, profile: Profile): string {
  const { chain, source } = profile;
  const { ssoSession, accountId, roleName } = source;
  // The profile that it begins at may be changed, too.
  return JSON.stringify([ssoSession, accountId, roleName, chain, wayOf(profile, settings.get())?.text]);
}

function locked(): AppError {
  return new AppError('sign-in-cancelled', 'Latchkey was locked while this was opened.', {
    hint: 'Ask again.',
  });
}

function ended(): AppError {
  return new AppError('bad-input', 'The time of this grant is over.', {
    hint: 'Make another one: latchkey grant',
  });
}
