import { AppError } from '../errors.ts';
import type { Clock } from '../ports.ts';
import type { CredentialSource, TemporaryCredentials } from './temporaryCredentials.ts';

/** Less than this is never handed out while AWS cannot be reached: the program would see it expire in its hands. */
const leastLeftMs = 60 * 1000;

const pauseAfterFailureMs = 30 * 1000;

interface Kept {
  readonly credentials: TemporaryCredentials;
  /** Renew from here on. */
  readonly renewAt: number;
}

/**
 * Temporary credentials in memory, and only there: by key, renewed in time, one call to AWS for any number of
 * callers. It knows keys and windows, not where credentials come from.
 */
export interface CredentialCache {
  /**
   * `apart`: callers who brought the same thing of their own, such as an MFA code, share a call among themselves: they
   * must not fail, or wait, with those who brought none.
   */
  get(
    key: string,
    source: CredentialSource,
    signal: AbortSignal,
    apart?: string,
  ): Promise<TemporaryCredentials>;
  /** End of the credentials in memory, epoch milliseconds; undefined when there are none that are still good. */
  endOf(key: string): number | undefined;
  /** Whether `get` would answer from memory now, at no cost to AWS. */
  isFresh(key: string): boolean;
  /** Whether credentials that are still good have a key that the test picks. */
  holds(picks: (key: string) => boolean): boolean;
  /** Forgets the credentials whose key the test picks; flights that are under way give nothing any more. */
  forget(picks: (key: string) => boolean): void;
}

/**
 * When credentials are due for renewal: with less than min(20 minutes, a quarter of their life) left. The AWS CLI
 * takes less than 15 minutes as stale.
 */
export function renewalTime(expiration: number, issuedAt: number): number {
  const life = Math.max(0, expiration - issuedAt);
  return expiration - Math.min(20 * 60 * 1000, life / 4);
}

export function createCredentialCache(clock: Clock): CredentialCache {
  const kept = new Map<string, Kept>();
  const flights = new Map<string, { readonly key: string; readonly flight: Promise<TemporaryCredentials> }>();

  function fetched(key: string, source: CredentialSource, apart = ''): Promise<TemporaryCredentials> {
    const name = `${key} ${apart}`;
    const running = flights.get(name);
    if (running !== undefined) return running.flight;
    // Not tied to one caller's signal: the others who wait for it have not gone away.
    const flight = source(new AbortController().signal)
      .then((credentials) => {
        // Whoever waits must not get what was forgotten meanwhile: the person locked, signed out or changed it.
        if (flights.get(name)?.flight !== flight) throw forgotten();
        kept.set(key, { credentials, renewAt: renewalTime(credentials.expiration, clock.now()) });
        return credentials;
      })
      .finally(() => {
        if (flights.get(name)?.flight === flight) flights.delete(name);
      });
    flights.set(name, { key, flight });
    return flight;
  }

  return {
    async get(key, source, signal, apart) {
      const known = kept.get(key);
      if (known !== undefined && clock.now() < known.renewAt) return known.credentials;
      try {
        return await orAborted(fetched(key, source, apart), signal);
      } catch (error) {
        signal.throwIfAborted();
        if (known === undefined || kept.get(key) !== known) throw error;
        if (known.credentials.expiration - clock.now() < leastLeftMs) throw error;
        // While AWS is away the next terminals get these at once instead of each waiting for the network.
        kept.set(key, { ...known, renewAt: clock.now() + pauseAfterFailureMs });
        return known.credentials;
      }
    },
    endOf(key) {
      const end = kept.get(key)?.credentials.expiration;
      return end !== undefined && end > clock.now() ? end : undefined;
    },
    isFresh(key) {
      const known = kept.get(key);
      return known !== undefined && clock.now() < known.renewAt;
    },
    holds(picks) {
      return [...kept].some(([key, { credentials }]) => credentials.expiration > clock.now() && picks(key));
    },
    forget(picks) {
      for (const key of kept.keys()) if (picks(key)) kept.delete(key);
      for (const [name, { key }] of flights) if (picks(key)) flights.delete(name);
    },
  };
}

function forgotten(): AppError {
  return new AppError('sign-in-cancelled', 'The keys were forgotten while AWS was asked for them.', {
    hint: 'Ask again.',
  });
}

async function orAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  work.catch(() => undefined);
  signal.throwIfAborted();
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([work, aborted]).finally(() => {
    signal.removeEventListener('abort', stop);
  });
}
