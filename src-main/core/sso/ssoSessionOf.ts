import type { SettingsStore } from '../ports.ts';
import { noSsoSession } from '../profiles/findProfile.ts';
import type { SsoSession } from './ssoSession.ts';

/** @throws AppError no-such-sso-session */
export function ssoSessionOf(settings: SettingsStore, name: string): SsoSession {
  const found = settings.get().ssoSessions.find((one) => one.name === name);
  if (found === undefined) throw noSsoSession(name);
  return found;
}
