import { z } from 'zod';
import type { Findings } from '../../core/import/findings.ts';
import type { Domain } from '../domain.ts';
import { fitName } from '../takeProfiles.ts';

const document = z.object({ version: z.literal(1), path: z.string(), traces: z.array(z.string()) });

/** What came from the team’s file, as far as it is known; none where it was another file. */
export async function teamTraces({ memory, settings }: Domain): Promise<readonly string[]> {
  const { success, data } = document.safeParse(await memory.read('team-file'));
  return success && data.path === settings.get().teamFile?.path ? data.traces : [];
}

export async function keepTeamTraces(
  { memory }: Domain,
  path: string,
  traces: readonly string[],
): Promise<void> {
  await memory.write('team-file', { version: 1, path, traces: [...new Set(traces)] });
}

/** The traces of all that a file says, whether it is here already or not. */
export function tracesIn({ signIns, profiles, roles, about, labels }: Findings): ReadonlySet<string> {
  const trace = (...words: readonly string[]): string => JSON.stringify(words);
  return new Set([
    ...signIns.map(({ startUrl }) => trace('sign-in', startUrl)),
    ...profiles.map(({ name }) => trace('profile', fitName(name).toLowerCase())),
    ...roles.flatMap(({ place, accountId, roleName, alias }) =>
      alias === undefined
        ? []
        : [trace('alias', trace(place.startUrl ?? place.ssoSession ?? '', accountId, roleName), alias)],
    ),
    ...about.flatMap(({ profile, alias }) =>
      alias === undefined ? [] : [trace('alias', trace(fitName(profile).toLowerCase()), alias)],
    ),
    ...labels.map(({ label, pattern }) => trace('label', trace(label, pattern.toLowerCase()))),
  ]);
}
