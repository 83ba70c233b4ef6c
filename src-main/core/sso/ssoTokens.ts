import { AppError } from '../errors.ts';
import type { Clock, IdentityCenter, Log, SecretStore, SecretTrouble } from '../ports.ts';
import { secretTrouble } from '../secretTrouble.ts';
import type { IssuedToken } from './deviceFlow.ts';
import type { People } from './people.ts';
import { ssoToken, type ClientRegistration, type SsoSession, type SsoToken } from './ssoSession.ts';

/** The AWS CLI renews at 15 minutes, too: an access token lives an hour. */
const renewBeforeMs = 15 * 60 * 1000;
/** A refresh that failed is not tried again sooner, so that a hundred terminals do not hammer AWS. */
const pauseAfterFailureMs = { whileTokenLives: 30 * 1000, afterwards: 2 * 1000 };

export type StoredToken =
  { readonly state: 'found'; readonly token: SsoToken } | { readonly state: 'absent' } | SecretTrouble;

/** The tokens of all sign-ins: in the secret store, renewed in time, each by one refresh at a time. */
export interface SsoTokens {
  /** What the store holds, as it is: renews nothing. */
  stored(ssoSession: string): Promise<StoredToken>;
  /**
   * A token that AWS should take now, renewed if it is due.
   * @throws AppError sign-in-needed, offline, secrets-locked, secrets-unavailable, …
   */
  current(place: SsoSession): Promise<SsoToken>;
  /** As `current`, after the portal refused `rejected`, which it does to a token that was ended elsewhere. */
  afterRejection(place: SsoSession, rejected: SsoToken): Promise<SsoToken>;
  /** Keeps a new sign-in. @throws AppError secrets-locked, secrets-unavailable */
  keep(place: SsoSession, issued: IssuedToken, registration: ClientRegistration | null): Promise<SsoToken>;
  /** Whether the last renewal failed because AWS could not be reached. */
  offline(ssoSession: string): boolean;
  /** Whether there is a renewed token that the store did not take: it lives in this process alone. */
  holdsUnsaved(): boolean;
  /** @throws AppError secrets-locked, secrets-unavailable */
  forget(ssoSession: string): Promise<void>;
  /** Once no renewal is under way: AWS may have ended the token before it, so what it brings must be kept. */
  settled(): Promise<void>;
}

export interface SsoTokensPorts {
  readonly secrets: SecretStore;
  readonly identityCenter: IdentityCenter;
  readonly clock: Clock;
  readonly log: Log;
  readonly people: People;
}

export function createSsoTokens(ports: SsoTokensPorts): SsoTokens {
  const { secrets, identityCenter, clock, log, people } = ports;
  const refreshes = new Map<string, Promise<SsoToken>>();
  const failures = new Map<string, { readonly at: number; readonly error: Error }>();
  /** Renewed tokens that the store did not take: AWS may have ended the one before them, so they must not be lost. */
  const unsaved = new Map<string, SsoToken>();
  /** Counts sign-ins and sign-outs: what a refresh that began before one of them brings is of no use after it. */
  const eras = new Map<string, number>();
  const eraOf = (name: string): number => eras.get(name) ?? 0;

  async function stored(name: string): Promise<StoredToken> {
    const before = unsaved.get(name);
    if (before !== undefined) return { state: 'found', token: before };
    const read = await secrets.read(itemOf(name));
    // Renewed while the store was read: what it gave is the token before, whose refresh token AWS may have ended.
    const renewed = unsaved.get(name);
    if (renewed !== undefined) return { state: 'found', token: renewed };
    if (read.state !== 'found') return read;
    const token = ssoToken.safeParse(parseJson(read.value));
    // Written by a newer version, or not by us: as good as none, and replaced only by the next sign-in.
    return token.success ? { state: 'found', token: token.data } : { state: 'absent' };
  }

  async function required(place: SsoSession): Promise<SsoToken> {
    const answer = await stored(place.name);
    if (answer.state === 'absent') throw signInNeeded(place, 'Nobody is signed in to');
    if (answer.state !== 'found') throw secretTrouble(answer, secrets.kind);
    if (answer.token.origin !== identityCenter.origin(place)) {
      throw signInNeeded(place, 'The settings now name another endpoint than the one that signed you in to');
    }
    return answer.token;
  }

  async function save(place: SsoSession, token: SsoToken): Promise<void> {
    unsaved.set(place.name, token);
    const written = await secrets.write(itemOf(place.name), JSON.stringify(token));
    if (written.state !== 'stored')
      log.write('token-not-stored', { ssoSession: place.name, state: written.state });
    else if (unsaved.get(place.name) === token) unsaved.delete(place.name);
  }

  function refreshed(place: SsoSession, token: SsoToken, era: number): Promise<SsoToken> {
    const running = refreshes.get(place.name);
    if (running !== undefined) return running;
    const refresh = renew(place, token, era).finally(() => refreshes.delete(place.name));
    refreshes.set(place.name, refresh);
    return refresh;
  }

  async function renew(place: SsoSession, token: SsoToken, era: number): Promise<SsoToken> {
    const { refreshToken, registration } = token;
    if (refreshToken === null || registration === null)
      throw signInNeeded(place, 'The sign-in has expired for');
    const failure = recentFailure(place.name, token);
    if (failure !== undefined) throw failure;
    const state = await secrets.state();
    // Renewing may end the old token at AWS: not before there is a place to keep the new one.
    if (state.state !== 'ready') throw secretTrouble(state, secrets.kind);
    try {
      const answer = await identityCenter.createToken(place, registration, { kind: 'refresh', refreshToken });
      if (answer.state !== 'token') throw new AppError('aws-failed', 'AWS gave no new token.');
      if (era !== eraOf(place.name)) return await required(place);
      const renewed = { ...token, ...lifeOf(answer), refreshToken: answer.refreshToken ?? refreshToken };
      await save(place, renewed);
      failures.delete(place.name);
      await people.lives(place.name);
      log.write('token-renewed', { ssoSession: place.name });
      return renewed;
    } catch (cause) {
      if (era !== eraOf(place.name)) throw cause;
      const ended = cause instanceof AppError && cause.code === 'sign-in-needed';
      const error = ended ? signInNeeded(place, 'AWS has ended the sign-in to', cause) : cause;
      if (error instanceof Error) failures.set(place.name, { at: clock.now(), error });
      if (ended) await people.ended(place.name);
      throw error;
    }
  }

  /** The error of a renewal that failed a moment ago. A clock that was set back must not make the moment last. */
  function recentFailure(name: string, token: SsoToken): Error | undefined {
    const failure = failures.get(name);
    if (failure === undefined) return undefined;
    const { whileTokenLives, afterwards } = pauseAfterFailureMs;
    const pause = token.expiresAt > clock.now() ? whileTokenLives : afterwards;
    return Math.abs(clock.now() - failure.at) < pause ? failure.error : undefined;
  }

  async function usable(place: SsoSession, rejected?: SsoToken): Promise<SsoToken> {
    const era = eraOf(place.name);
    const token = await required(place);
    const wasRejected = rejected !== undefined && token.accessToken === rejected.accessToken;
    const left = token.expiresAt - clock.now();
    const lost = unsaved.get(place.name);
    // A refresh that is under way stores its own.
    if (lost !== undefined && !refreshes.has(place.name)) await save(place, lost);
    if (!wasRejected && left > renewBeforeMs) return token;
    try {
      return await refreshed(place, token, era);
    } catch (error) {
      // The old token is good until AWS says otherwise: offline is "signed in, offline".
      if (!wasRejected && left > 0) return token;
      // What cannot be renewed is over once AWS refuses it.
      if (wasRejected && token.refreshToken === null) await people.ended(place.name);
      throw error;
    }
  }

  /** Counted before and after: a refresh that begins while `change` is under way has still read the old token. */
  async function newEra(name: string, change: () => Promise<void>): Promise<void> {
    await refreshes.get(name)?.catch(() => undefined);
    eras.set(name, eraOf(name) + 1);
    await change();
    eras.set(name, eraOf(name) + 1);
    unsaved.delete(name);
    failures.delete(name);
  }

  return {
    stored,
    current: (place) => usable(place),
    afterRejection: (place, rejected) => usable(place, rejected),
    async keep(place, issued, registration) {
      const token: SsoToken = {
        version: 1,
        ...lifeOf(issued),
        refreshToken: issued.refreshToken,
        registration,
        startUrl: place.startUrl,
        region: place.region,
        origin: identityCenter.origin(place),
      };
      await newEra(place.name, async () => {
        const written = await secrets.write(itemOf(place.name), JSON.stringify(token));
        if (written.state !== 'stored') throw secretTrouble(written, secrets.kind);
      });
      return token;
    },
    offline(name) {
      const error = failures.get(name)?.error;
      return error instanceof AppError && (error.code === 'offline' || error.code === 'not-aws');
    },
    async forget(name) {
      await newEra(name, async () => {
        const removed = await secrets.remove(itemOf(name));
        if (removed.state !== 'removed') throw secretTrouble(removed, secrets.kind);
      });
    },
    holdsUnsaved: () => unsaved.size > 0,
    async settled() {
      await Promise.allSettled(refreshes.values());
    },
  };
}

function itemOf(ssoSession: string): string {
  return `sign-in:${ssoSession}`;
}

function lifeOf(issued: IssuedToken): Pick<SsoToken, 'accessToken' | 'expiresAt'> {
  return { accessToken: issued.accessToken, expiresAt: issued.expiresAt };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function signInNeeded({ name }: SsoSession, what: string, cause?: unknown): AppError {
  return new AppError('sign-in-needed', `${what} “${name}”.`, {
    hint: `Sign in with: latchkey login ${name}`,
    cause,
  });
}
