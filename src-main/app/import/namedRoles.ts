import { z } from 'zod';
import type { FoundRole } from '../../core/import/findings.ts';
import { profileId } from '../../core/profiles/profile.ts';
import { parseAccountId } from '../../core/arn.ts';
import type { Domain } from '../domain.ts';
import { placeHere } from './placeHere.ts';

const document = z.object({ version: z.literal(1), roles: z.record(z.string(), z.string()) });

/**
 * By id, SIGN-IN/ACCOUNT/ROLE of roles that a file named while no list held them: their favourites, aliases and regions
 * go by the id alone, which leads back to no name.
 */
export async function namedRoles({ memory }: Domain): Promise<ReadonlyMap<string, string>> {
  const { success, data } = document.safeParse(await memory.read('named-roles'));
  return new Map(success ? Object.entries(data.roles) : []);
}

/** Adds those of a file; what nothing goes by any more is forgotten. */
export async function keepNamedRoles(domain: Domain, roles: readonly FoundRole[]): Promise<void> {
  const now = domain.settings.get();
  const { byId } = await domain.book();
  const used = new Set([
    ...Object.keys(now.aliases),
    ...Object.keys(now.regions.profiles),
    ...now.favourites,
    ...now.hidden.profiles,
  ]);
  const found = roles.flatMap(({ place, accountId, roleName }) => {
    const ssoSession = placeHere(now, place)?.name;
    if (ssoSession === undefined) return [];
    const id = profileId(domain.sha256, { ssoSession, accountId: parseAccountId(accountId), roleName });
    return byId(id) === undefined ? [[id, `${ssoSession}/${accountId}/${roleName}`] as const] : [];
  });
  const before = await namedRoles(domain);
  const kept = [...before, ...found].filter(([id]) => used.has(id));
  if (kept.length === 0 && before.size === 0) return;
  await domain.memory.write('named-roles', { version: 1, roles: Object.fromEntries(kept) });
}
