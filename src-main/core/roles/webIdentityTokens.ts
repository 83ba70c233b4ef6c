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

  const living = (name: string): IdentityToken | undefined => {
    const token = held.get(name);
    return token !== undefined && token.expiresAt - clock.now() > leastLeftMs ? token : undefined;
  };

  async function keep(name: string, client: OidcClient, token: IdentityToken): Promise<void> {
    // It may have been removed while the person was at the provider: nothing of it is kept then.
    webIdentitySourceOf(settings, name);
    held.set(name, token);
    if (token.refreshToken !== null) await storeRefreshToken(ports.secrets, name, client, token.refreshToken);
  }

  /** Providers that rotate refresh tokens take each once: one call for all who wait. */
  function refreshed(name: string, client: OidcClient, signal: AbortSignal): Promise<IdentityToken> {
    const running = flights.get(name);
    if (running !== undefined) return running;
    const flight = (async () => {
      const refreshToken = await readRefreshToken(ports.secrets, name, client);
      if (refreshToken === undefined) throw signInNeeded(name);
      const token = await openIdConnect.refresh(client, refreshToken, signal);
      await keep(name, client, token);
      return token;
    })().finally(() => flights.delete(name));
    flights.set(name, flight);
    return flight;
  }

  return {
    async tokenFor(name, signal) {
      const { from } = webIdentitySourceOf(settings, name);
      if (from.kind === 'file') return checked(await programs.readText(from.path, signal), name);
      if (from.kind === 'command') return checked(await programs.run(from.command, signal), name);
      return (living(name) ?? (await refreshed(name, from, new AbortController().signal))).idToken;
    },
    async signIn(name, ask, signal) {
      const { from } = webIdentitySourceOf(settings, name);
      if (from.kind !== 'oidc') throw nobodyNeeded(name);
      const token = await openIdConnect.signIn(from, from.flow, ask, signal);
      await keep(name, from, token);
      return { signedInAs: token.signedInAs, endsAt: token.expiresAt };
    },
    state(name) {
      const token = living(name);
      return token && { signedInAs: token.signedInAs, endsAt: token.expiresAt };
    },
    async forget(name) {
      // Else it would store its new refresh token afterwards.
      await flights.get(name)?.catch(() => undefined);
      held.delete(name);
      const removed = await ports.secrets.remove(itemOf(name));
      if (removed.state !== 'removed') throw secretTrouble(removed, ports.secrets.kind);
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

function nobodyNeeded(name: string): AppError {
  return new AppError('bad-input', `“${name}” needs no sign-in: its token comes from this machine.`);
}
