import type { FoundPlace } from '../../core/import/findings.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { plainStartUrl } from '../../core/sso/plainStartUrl.ts';
import type { SsoSession } from '../../core/sso/ssoSession.ts';

/** The sign-in of this home that another tool means; by its name only where the tool has no more, and the only one where it names none. */
export function placeHere(
  { ssoSessions }: Settings,
  { ssoSession, startUrl }: FoundPlace,
): SsoSession | undefined {
  if (startUrl === null && ssoSession === null) return ssoSessions.length === 1 ? ssoSessions[0] : undefined;
  if (startUrl === null) return ssoSessions.find(({ name }) => name === ssoSession);
  return byStartUrl(ssoSessions).get(plainStartUrl(startUrl) ?? startUrl);
}

type ByStartUrl = ReadonlyMap<string, SsoSession>;
const known = new WeakMap<readonly SsoSession[], ByStartUrl>();

/** A file may ask for thousands, and each URL takes a while to read. */
function byStartUrl(places: readonly SsoSession[]): ByStartUrl {
  const before = known.get(places);
  if (before !== undefined) return before;
  const made = new Map<string, SsoSession>();
  for (const place of places) {
    const url = plainStartUrl(place.startUrl) ?? place.startUrl;
    if (!made.has(url)) made.set(url, place);
  }
  known.set(places, made);
  return made;
}
