import { AppError } from '../errors.ts';
import type { SettingsStore } from '../ports.ts';
import { noSsoSession } from '../profiles/findProfile.ts';
import type { Profile } from '../profiles/profile.ts';
import { accountRoleCredentials, type AccountRolePorts } from '../roles/accountRoleCredentials.ts';
import type { SsoSession } from '../sso/ssoSession.ts';
import type { CredentialCache } from './credentialCache.ts';
import type { TemporaryCredentials } from './temporaryCredentials.ts';

/**
 * THE question: credentials for a profile, from memory while they are good for long enough, else from AWS.
 * @throws AppError sign-in-needed, denied, offline, secrets-locked, …
 */
export type CredentialsFor = (profile: Profile, signal: AbortSignal) => Promise<TemporaryCredentials>;

export function createCredentialsFor(
  ports: AccountRolePorts & { readonly cache: CredentialCache; readonly settings: SettingsStore },
): CredentialsFor {
  return async (profile, signal) => {
    const place = ssoSessionOf(ports.settings, profile.source.ssoSession);
    const credentials = await ports.cache.get(
      cacheKey(profile.source.ssoSession, profile.id),
      accountRoleCredentials(ports, place, profile.source),
      signal,
    );
    if (credentials.expiration > ports.clock.now()) return credentials;
    throw new AppError('aws-failed', 'AWS handed out keys that have already expired.', {
      hint: 'This machine’s clock may be off: see latchkey doctor.',
    });
  };
}

/** By SsoSession first, so that the keys of one sign-in can be forgotten together. */
export function cacheKey(ssoSession: string, profileId: string): string {
  return `${ssoSession} ${profileId}`;
}

/** @throws AppError no-such-sso-session */
export function ssoSessionOf(settings: SettingsStore, name: string): SsoSession {
  const found = settings.get().ssoSessions.find((one) => one.name === name);
  if (found === undefined) throw noSsoSession(name);
  return found;
}
