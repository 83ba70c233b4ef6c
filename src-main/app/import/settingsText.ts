import type { SettingsFile } from '../../core/import/sharedShapes.ts';
import type { ProfileOrigin } from '../../core/roles/savedProfile.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { Domain } from '../domain.ts';
import { namedRoles } from './namedRoles.ts';

/** The settings as a file for another machine: names in the place of ids, no secret, nothing of trust. */
export async function settingsText(domain: Domain): Promise<string> {
  const now = domain.settings.get();
  const { byId } = await domain.book();
  const named = await namedRoles(domain);
  const refOf = (id: string): string[] => {
    const saved = now.profiles.find((one) => one.id === id);
    if (saved !== undefined) return [saved.name];
    const profile = byId(id);
    if (profile === undefined) {
      const ref = named.get(id) ?? '';
      return now.ssoSessions.some(({ name }) => ref.startsWith(`${name}/`)) ? [ref] : [];
    }
    if (profile.chain !== null || profile.source.ssoSession === null) return [];
    const { ssoSession, accountId, roleName } = profile.source;
    return [`${ssoSession}/${accountId}/${roleName}`];
  };
  const byRef = <Value>(all: Readonly<Record<string, Value>>): Record<string, Value> =>
    Object.fromEntries(Object.entries(all).flatMap(([id, value]) => refOf(id).map((ref) => [ref, value])));
  const file: SettingsFile = {
    latchkey: 'settings',
    version: 1,
    signIns: now.ssoSessions,
    chains: now.profiles.map(({ name, from, steps, region }) => ({
      name,
      from: startOf(now, from),
      steps,
      region,
    })),
    labels: now.labels,
    labelColours: now.labelColours,
    aliases: byRef(now.aliases),
    askFirst: {
      roles: now.askFirst.roles.map(({ accountId, roleName }) => `${accountId}/${roleName}`),
      labels: now.askFirst.labels,
    },
    favourites: now.favourites.flatMap(refOf),
    hidden: { accounts: now.hidden.accounts, profiles: now.hidden.profiles.flatMap(refOf) },
    regions: { accounts: now.regions.accounts, profiles: byRef(now.regions.profiles) },
    preferences: preferencesOf(now),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function startOf({ profiles }: Settings, from: ProfileOrigin): SettingsFile['chains'][number]['from'] {
  if (from.kind === 'account-role') return `${from.ssoSession}/${from.accountId}/${from.roleName}`;
  return from.kind === 'profile' ? (profiles.find(({ id }) => id === from.id)?.name ?? from.id) : from;
}

function preferencesOf(now: Settings): SettingsFile['preferences'] {
  const {
    delivery,
    profileName,
    region,
    theme,
    lockWithScreen,
    journalDays,
    consoleBy,
    hotkey,
    notifySignInEnd,
  } = now;
  return {
    delivery,
    profileName,
    region,
    theme,
    lockWithScreen,
    journalDays,
    consoleBy,
    hotkey,
    notifySignInEnd,
  };
}
