import { AppError } from '../errors.ts';
import type { Clock, IdentityCenter, Log, SecretStore, SecretTrouble } from '../ports.ts';
import { secretTrouble } from '../secretTrouble.ts';
import type { IssuedToken } from './deviceFlow.ts';
import type { People } from './people.ts';
import { ssoToken, type ClientRegistration, type SsoSession, type SsoToken } from './ssoSession.ts';

/** The AWS CLI renews at 15 minutes, too: an access token lives an hour. */
const renewBeforeMs = 15 * 60 * 1000;
/** A refresh that failed is not tried again sooner, so that a hundred terminals do not hammer AWS. */
const pauseAfterFailureMs = 30 * 1000;

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
  keep(place: SsoSession, issued: IssuedToken, registration: ClientRegistration): Promise<SsoToken>;
  /** Whether the last renewal failed because AWS could not be reached. */
  offline(ssoSession: string): boolean;
  /** @throws AppError secrets-locked, secrets-unavailable */
  forget(ssoSession: string): Promise<void>;
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
  const failures = new Map<string, { readonly at: number; readonly error: unknown }>();
  /** Renewed tokens that the store did not take: AWS may have ended the one before them, so they must not be lost. */
  const unsaved = new Map<string, SsoToken>();

  async function stored(name: string): Promise<StoredToken> {
    const kept = unsaved.get(name);
    if (kept !== undefined) return { state: 'found', token: kept };
    const read = await secrets.read(itemOf(name));
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
    if (written.state === 'stored') unsaved.delete(place.name);
    else log.write('token-not-stored', { ssoSession: place.name, state: written.state });
  }

  function refreshed(place: SsoSession, token: SsoToken): Promise<SsoToken> {
    const running = refreshes.get(place.name);
    if (running !== undefined) return running;
    const refresh = renew(place, token).finally(() => refreshes.delete(place.name));
    refreshes.set(place.name, refresh);
    return refresh;
  }

  async function renew(place: SsoSession, token: SsoToken): Promise<SsoToken> {
    const { refreshToken } = token;
    if (refreshToken === null) throw signInNeeded(place, 'The sign-in has expired for');
    const failure = failures.get(place.name);
    if (failure !== undefined && clock.now() - failure.at < pauseAfterFailureMs) throw failure.error;
    const state = await secrets.state();
    // Renewing may end the old token at AWS: not before there is a place to keep the new one.
    if (state.state !== 'ready') throw secretTrouble(state, secrets.kind);
    try {
      const answer = await identityCenter.createToken(place, token.registration, {
        kind: 'refresh',
        refreshToken,
      });
      if (answer.state !== 'token') throw new AppError('aws-failed', 'AWS gave no new token.');
      const renewed = { ...token, ...lifeOf(answer), refreshToken: answer.refreshToken ?? refreshToken };
      await save(place, renewed);
      failures.delete(place.name);
      log.write('token-renewed', { ssoSession: place.name });
      return renewed;
    } catch (error) {
      failures.set(place.name, { at: clock.now(), error });
      if (error instanceof AppError && error.code === 'sign-in-needed') await people.ended(place.name);
      throw error;
    }
  }

  async function usable(place: SsoSession, rejected?: SsoToken): Promise<SsoToken> {
    const token = await required(place);
    const wasRejected = rejected !== undefined && token.accessToken === rejected.accessToken;
    const left = token.expiresAt - clock.now();
    if (unsaved.has(place.name)) await save(place, token);
    if (!wasRejected && left > renewBeforeMs) return token;
    try {
      return await refreshed(place, token);
    } catch (error) {
      // The old token is good until AWS says otherwise: offline is "signed in, offline".
      if (!wasRejected && left > 0) return token;
      throw error;
    }
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
      const written = await secrets.write(itemOf(place.name), JSON.stringify(token));
      if (written.state !== 'stored') throw secretTrouble(written, secrets.kind);
      unsaved.delete(place.name);
      failures.delete(place.name);
      return token;
    },
    offline(name) {
      const error = failures.get(name)?.error;
      return error instanceof AppError && (error.code === 'offline' || error.code === 'not-aws');
    },
    async forget(name) {
      const removed = await secrets.remove(itemOf(name));
      if (removed.state !== 'removed') throw secretTrouble(removed, secrets.kind);
      unsaved.delete(name);
      failures.delete(name);
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

function signInNeeded({ name }: SsoSession, what: string): AppError {
  return new AppError('sign-in-needed', `${what} “${name}”.`, {
    hint: `Sign in with: latchkey login ${name}`,
  });
}
