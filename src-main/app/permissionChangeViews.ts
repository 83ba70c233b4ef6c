import type { LiveView } from '../contract.ts';
import type { ChangedRole } from '../core/sso/permissionChanges.ts';
import type { Domain } from './domain.ts';

/** More names than anybody reads. */
const mostNamed = 20;

/** What syncs changed since the person looked, as the window shows it. */
export function permissionChangeViews({ permissionChanges, settings }: Domain): LiveView['changes'] {
  const names = settings.get().ssoSessions.map(({ name }) => name);
  return permissionChanges
    .all()
    .filter(({ ssoSession }) => names.includes(ssoSession))
    .map(({ ssoSession, added, removed }) => ({
      ssoSession,
      added: added.length,
      addedNames: labels(added),
      removed: removed.length,
      removedNames: labels(removed),
      lostFavourites: labels(removed.filter(({ favourite }) => favourite)),
    }));
}

function labels(roles: readonly ChangedRole[]): string[] {
  return roles.slice(0, mostNamed).map(({ label }) => label);
}
