import { AppError } from '../core/errors.ts';
import { labelsOf } from '../core/guard/labelsOf.ts';
import type { Requester } from '../core/guard/requester.ts';
import type { Profile } from '../core/profiles/profile.ts';
import type { Domain } from './domain.ts';
import { startedFrom } from './startedFrom.ts';

/**
 * Refuses to change or remove a profile whose name alone marks its role: under another name the role would ask nobody.
 * @throws AppError wrong-door
 */
export async function refuseLoosening(
  domain: Domain,
  requester: Requester | undefined,
  profile: Profile,
): Promise<void> {
  if (requester?.kind === 'person') return;
  const { byId } = await domain.book();
  // A profile of no roles of its own marks the role in which the one that it begins at ends.
  const same = startedFrom(profile, domain.settings.get().profiles).filter(({ steps }) => steps.length === 0);
  for (const one of [profile, ...same.map(({ id }) => byId(id) ?? profile)]) refuseOne(domain, one);
}

function refuseOne({ settings }: Domain, { name, source }: Profile): void {
  const { labels, askFirst } = settings.get();
  const without = labelsOf(labels, { name: '', source });
  const lost = labelsOf(labels, { name, source }).filter((label) => !without.includes(label));
  if (lost.some((label) => askFirst.labels.includes(label))) throw isMark(`“${name}” asks first by its name`);
}

/** The same for how all the listed roles are named. @throws AppError wrong-door */
export function refuseRenaming({ settings }: Domain, requester: Requester | undefined): void {
  if (requester?.kind === 'person' || settings.get().askFirst.labels.length === 0) return;
  throw isMark('Profiles ask first by labels, which may go by their names');
}

function isMark(why: string): AppError {
  return new AppError('wrong-door', `${why}: only the window changes that.`, {
    hint: 'Open the application and do it there.',
  });
}
