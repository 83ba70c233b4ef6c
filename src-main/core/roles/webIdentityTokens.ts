import { z } from 'zod';
import { AppError } from '../errors.ts';
import type {
  Clock,
  IdentityToken,
  OidcClient,
  OidcPrompt,
  OpenIdConnect,
  Programs,
  SecretStore,
  SettingsStore,
} from '../ports.ts';
import { secretTrouble } from '../secretTrouble.ts';
import { noSource } from './chainPlan.ts';
import type { WebIdentitySource } from './federationSource.ts';
import { createSignOuts } from './signOuts.ts';

/** AWS takes up to 20,000 characters. */
const longestToken = 20_000;

/** What is left of a token when it goes to AWS: it must not end on the way there. */
const leastLeftMs = 60 * 1000;

const stored = z.strictObject({
  version: z.literal(1),
  /** Where it came from: it is sent nowhere else. */
  issuer: z.string(),
  clientId: z.string(),
  refreshToken: z.string(),
});

export interface WebIdentitySignIn {
  readonly signedInAs: string | null;
  /** Epoch milliseconds of the token in memory. */
  readonly endsAt: number;
}

/** Tokens of an OpenID Connect provider: from a file, a program, or a person who signs in. */
export interface WebIdentityTokens {
  /** @throws AppError sign-in-needed, federation-refused, offline, secrets-locked, … */
  tokenFor(source: string, signal: AbortSignal): Promise<string>;
  /** A person signs in at the provider. @throws AppError bad-input for a file or a program, sign-in-denied, … */
  signIn(source: string, ask: (prompt: OidcPrompt) => void, signal: AbortSignal): Promise<WebIdentitySignIn>;
  state(source: string): WebIdentitySignIn | undefined;
  /** @throws AppError secrets-locked, secrets-unavailable */
  forget(source: string): Promise<void>;
  /** Is told of each source where somebody signs in who is not the person before. */
  whenPersonChanges(tell: (source: string) => Promise<void>): void;
}

interface WebIdentityPorts {
  readonly clock: Clock;
  readonly settings: SettingsStore;
  readonly secrets: SecretStore;
  readonly programs: Programs;
  readonly openIdConnect: OpenIdConnect;
}

export function createWebIdentityTokens(ports: WebIdentityPorts): WebIdentityTokens {
  const { clock, settings, programs, openIdConnect } = ports;
  const held = new Map<string, IdentityToken>();
  const flights = new Map<string, Promise<IdentityToken>>();
  const writes = new Map<string, Promise<void>>();
  const forgetting = new Map<string, Promise<void>>();
  const signOuts = createSignOuts();
  let personChanged: (source: string) => Promise<void> = () => Promise.resolve();

  const living = (name: string): IdentityToken | undefined => {
    const token = held.get(name);
    return token !== undefined && token.expiresAt - clock.now() > leastLeftMs ? token : undefined;
  };

  /** What has changed while the person or the call was at the provider decides: nothing of it is kept then. */
  async function keep(name: string, client: OidcClient, token: IdentityToken, since: number): Promise<void> {
    const { from } = webIdentitySourceOf(settings, name);
    signOuts.refuseSince(name, since);
    if (forgetting.has(name) || !isOf(from, client)) throw changedMeanwhile(name);
    const before = held.get(name)?.signedInAs ?? null;
    held.set(name, token);
    if (token.refreshToken !== null) {
      const { refreshToken } = token;
      const store = () => storeRefreshToken(ports.secrets, name, client, refreshToken);
      const writing = (writes.get(name) ?? Promise.resolve()).then(store, store);
      writes.set(name, writing);
      await writing;
    }
    if (before !== null && before !== token.signedInAs) await personChanged(name);
  }

  async function refresh(name: string, client: OidcClient, signal: AbortSignal): Promise<IdentityToken> {
    const since = signOuts.count(name);
    const refreshToken = await readRefreshToken(ports.secrets, name, client);
    if (refreshToken === undefined) throw signInNeeded(name);
    const given = await openIdConnect.refresh(client, refreshToken, signal);
    // Providers may leave the person's name out of what they refresh; it is the same person.
    const token = { ...given, signedInAs: given.signedInAs ?? held.get(name)?.signedInAs ?? null };
    await keep(name, client, token, since);
    return token;
  }

  /** Providers that rotate refresh tokens take each once: one call for all who wait. */
  function refreshed(name: string, client: OidcClient, signal: AbortSignal): Promise<IdentityToken> {
    const running = flights.get(name);
    if (running !== undefined) return running;
    const flight = refresh(name, client, signal).finally(() => {
      if (flights.get(name) === flight) flights.delete(name);
    });
    flights.set(name, flight);
    return flight;
  }

  async function forget(name: string): Promise<void> {
    held.delete(name);
    flights.delete(name);
    // A write that has begun is not called back: it has to end before the removal.
    await writes.get(name)?.catch(() => undefined);
    writes.delete(name);
    const removed = await ports.secrets.remove(itemOf(name));
    if (removed.state !== 'removed') throw secretTrouble(removed, ports.secrets.kind);
  }

  return {
    async tokenFor(name, signal) {
      const { from } = webIdentitySourceOf(settings, name);
      if (from.kind === 'file') return checked(await programs.readText(from.path, signal), name);
      if (from.kind === 'command') return checked(await programs.run(from.command, signal), name);
      if (forgetting.has(name)) throw signInNeeded(name);
      return (living(name) ?? (await refreshed(name, from, new AbortController().signal))).idToken;
    },
    async signIn(name, ask, signal) {
      const { from } = webIdentitySourceOf(settings, name);
      if (from.kind !== 'oidc') throw nobodyNeeded(name);
      const since = signOuts.count(name);
      const token = await openIdConnect.signIn(from, from.flow, ask, signal);
      await keep(name, from, token, since);
      return { signedInAs: token.signedInAs, endsAt: token.expiresAt };
    },
    state(name) {
      const token = living(name);
      return token && { signedInAs: token.signedInAs, endsAt: token.expiresAt };
    },
    forget(name) {
      signOuts.add(name);
      const running = forgetting.get(name) ?? forget(name).finally(() => forgetting.delete(name));
      forgetting.set(name, running);
      return running;
    },
    whenPersonChanges(tell) {
      personChanged = tell;
    },
  };
}

const itemOf = (name: string): string => `web-identity/${name}`;

async function storeRefreshToken(
  secrets: SecretStore,
  name: string,
  { issuer, clientId }: OidcClient,
  refreshToken: string,
): Promise<void> {
  const value = JSON.stringify({ version: 1, issuer, clientId, refreshToken });
  const written = await secrets.write(itemOf(name), value);
  if (written.state !== 'stored') throw secretTrouble(written, secrets.kind);
}

/** Undefined where there is none, or it is another provider's: the source was changed since. */
async function readRefreshToken(
  secrets: SecretStore,
  name: string,
  { issuer, clientId }: OidcClient,
): Promise<string | undefined> {
  const read = await secrets.read(itemOf(name));
  if (read.state === 'absent') return undefined;
  if (read.state !== 'found') throw secretTrouble(read, secrets.kind);
  const { data } = stored.safeParse(parsed(read.value));
  return data?.issuer === issuer && data.clientId === clientId ? data.refreshToken : undefined;
}

function isOf(from: WebIdentitySource['from'], { issuer, clientId }: OidcClient): boolean {
  return from.kind === 'oidc' && from.issuer === issuer && from.clientId === clientId;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checked(text: string, name: string): string {
  const token = text.trim();
  if (token.length > 3 && token.length < longestToken && /^[\w-]+(\.[\w-]*){2}$/.test(token)) return token;
  throw new AppError('federation-refused', `What “${name}” gives is no token that AWS would take.`, {
    hint: 'AWS takes a signed JWT of less than 20,000 characters.',
  });
}

function webIdentitySourceOf(settings: SettingsStore, name: string): WebIdentitySource {
  const found = settings.get().sources.find((one) => one.name === name);
  if (found?.kind === 'web-identity') return found;
  throw found === undefined
    ? noSource(name)
    : new AppError('bad-input', `“${name}” is no web-identity source.`, {
        hint: 'See latchkey source list.',
      });
}

function signInNeeded(name: string): AppError {
  return new AppError('sign-in-needed', `Nobody is signed in at “${name}”.`, {
    hint: `Sign in with: latchkey login ${name}`,
  });
}

function changedMeanwhile(name: string): AppError {
  return new AppError('sign-in-cancelled', `“${name}” was changed or signed out of meanwhile.`, {
    hint: 'Sign in again.',
  });
}

function nobodyNeeded(name: string): AppError {
  return new AppError('bad-input', `“${name}” needs no sign-in: its token comes from this machine.`);
}
