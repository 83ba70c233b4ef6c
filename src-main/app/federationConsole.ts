import type { Profile } from '../core/profiles/profile.ts';
import { withRetries } from '../core/retry.ts';
import { asked } from './asked.ts';
import { consoleKeys } from './consoleKeys.ts';
import type { Domain } from './domain.ts';
import { handOut } from './handOut.ts';
import type { OpenedConsole, WantedConsole } from './wantedConsole.ts';

/** A console session from keys. Nobody is signed out first: the console holds several sessions side by side. */
export async function federationConsole(
  domain: Domain,
  { profile: wanted, destination, input, call }: WantedConsole,
): Promise<OpenedConsole> {
  const { signal } = call;
  const { profile, credentials, sessionDuration } = await handOut(
    domain,
    { profile: wanted, use: 'console', asked: askedWithoutLength(input), call },
    (allowed) => consoleKeys(domain, allowed, input.durationSeconds, signal),
  );
  const request = {
    credentials,
    region: destination.signInRegion,
    destination: destination.url,
    issuer: issuerOf(domain, profile),
    signal,
    ...(sessionDuration !== undefined && { durationSeconds: sessionDuration }),
  };
  const link = await withRetries(domain.clock, signal, () => domain.consoleFederation.consoleLink(request));
  const ends =
    sessionDuration === undefined ? credentials.expiration : domain.clock.now() + sessionDuration * 1000;
  return { link, profile, endsAt: ends };
}

/** The duration is the console session's; the keys live as long as they do. */
function askedWithoutLength({ mfaCode, reason, asksItself }: WantedConsole['input']) {
  return asked({ mfaCode, reason, asksItself });
}

/** Where the browser goes when the console session ends: back to where the person signs in. */
function issuerOf({ settings }: Domain, { source, origin }: Profile): string {
  const { ssoSessions, sources } = settings.get();
  const place = ssoSessions.find(({ name }) => name === source.ssoSession);
  const federation = sources.find(({ name }) => name === origin);
  const page =
    federation?.kind === 'saml' && federation.from.kind === 'page' ? federation.from.url : undefined;
  return place?.startUrl ?? page ?? '';
}
