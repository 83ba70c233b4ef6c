import { AppError } from '../../core/errors.ts';
import type { FoundAbout, FoundRole } from '../../core/import/findings.ts';
import { shownName } from '../../core/import/shownName.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { fitName } from '../takeProfiles.ts';
import { placeHere } from './placeHere.ts';
import type { PlanContext } from './planContext.ts';
import { item, type PlannedItem } from './plannedItem.ts';

/** Whom something is said about, and how it is found again once the plan is carried out. */
interface Subject {
  readonly name: string;
  readonly key: string;
  readonly needs: readonly string[];
  /** Undefined where it is not here. */
  readonly idIn: (now: Settings) => string | undefined;
}

/** Aliases, regions, favourites and what is hidden, of Identity Center roles and of saved profiles. */
export function planAbout(
  found: { readonly roles: readonly FoundRole[]; readonly about: readonly FoundAbout[] },
  context: PlanContext,
  { planned, trial }: { readonly planned: readonly PlannedItem[]; readonly trial: Settings },
): readonly PlannedItem[] {
  const items = new Map<string, PlannedItem>();
  const isFreeFor = freeAliases(trial, context);
  const say = (subject: Subject, about: Omit<FoundAbout, 'profile'> & { readonly region?: string }): void => {
    const id = subject.idIn(trial);
    if (id === undefined) {
      context.left.push({ name: shownName(subject.name), why: 'What it is about is not here.' });
      return;
    }
    const { alias, ...others } = about;
    const isFree = alias === undefined || isFreeFor(alias, id);
    if (!isFree)
      context.left.push({ name: shownName(subject.name), why: `“${alias}” means another profile here.` });
    for (const one of itemsOf(subject, id, isFree ? about : others, context))
      if (!items.has(one.id)) items.set(one.id, one);
  };
  for (const { place, accountId, roleName, ...about } of found.roles) {
    const here = placeHere(trial, place);
    say(
      {
        name: `${accountId}/${roleName}`,
        key: JSON.stringify([place.startUrl ?? place.ssoSession ?? '', accountId, roleName]),
        needs: planned
          .filter(({ kind, name }) => kind === 'sign-in' && name === here?.name)
          .map(({ id }) => id),
        idIn: (now) => {
          const its = placeHere(now, place);
          return its === undefined ? undefined : context.idOfRole(its.name, accountId, roleName);
        },
      },
      about,
    );
  }
  for (const { profile, ...about } of found.about) {
    const name = fitName(profile);
    const needs = planned.filter((one) => one.kind === 'profile' && one.name === name).map(({ id }) => id);
    const idIn = (now: Settings) =>
      now.profiles.find((one) => one.name.toLowerCase() === name.toLowerCase())?.id;
    say({ name, key: JSON.stringify([name.toLowerCase()]), needs, idIn }, about);
  }
  return [...items.values()];
}

/** A name would win over an alias, and a second profile of one alias would make both mean nothing. */
function freeAliases({ aliases, profiles }: Settings, { listed, nameOf }: PlanContext) {
  const owners = new Map(profiles.map(({ id, name }) => [name.toLowerCase(), id]));
  for (const [id, alias] of Object.entries(aliases)) owners.set(alias.toLowerCase(), id);
  return (alias: string, id: string): boolean => {
    const word = alias.toLowerCase();
    const isOwn = nameOf(id)?.toLowerCase() === word;
    if ((owners.get(word) ?? id) !== id || (listed.has(word) && !isOwn)) return false;
    owners.set(word, id);
    return true;
  };
}

function itemsOf(
  { name, key, needs, idIn }: Subject,
  id: string,
  { alias, region, favourite, hidden }: Omit<FoundAbout, 'profile'> & { readonly region?: string },
  { now, nameOf }: PlanContext,
): readonly PlannedItem[] {
  const common = { name, key, needs: [...needs] };
  const at = (edit: (now: Settings, id: string) => Settings) => (now: Settings) => {
    const its = idIn(now);
    if (its === undefined) throw new AppError('bad-input', `What “${name}” is about is not here.`);
    return edit(now, its);
  };
  const items: PlannedItem[] = [];
  const aliased = now.aliases[id];
  if (alias !== undefined && alias !== aliased && alias !== nameOf(id))
    items.push(
      item({
        ...{ ...common, kind: 'alias', ...was(aliased), after: [alias] },
        trace: JSON.stringify(['alias', key, alias]),
        edit: at((all, its) => ({ ...all, aliases: { ...all.aliases, [its]: alias } })),
      }),
    );
  const regional = now.regions.profiles[id];
  if (region !== undefined && region !== regional)
    items.push(
      item({
        ...{ ...common, kind: 'region', ...was(regional), after: [region] },
        edit: at((all, its) => ({
          ...all,
          regions: { ...all.regions, profiles: { ...all.regions.profiles, [its]: region } },
        })),
      }),
    );
  if (favourite === true && !now.favourites.includes(id))
    items.push(
      item({
        ...{ ...common, kind: 'favourite', after: ['favourite'] },
        edit: at((all, its) => ({ ...all, favourites: [...all.favourites, its] })),
      }),
    );
  if (hidden === true && !now.hidden.profiles.includes(id))
    items.push(
      item({
        ...{ ...common, kind: 'hidden', after: ['hidden'] },
        edit: at((all, its) => ({
          ...all,
          hidden: { ...all.hidden, profiles: [...all.hidden.profiles, its] },
        })),
      }),
    );
  return items;
}

function was(before: string | undefined): Partial<PlannedItem> {
  return before === undefined ? {} : { change: 'change', collides: true, before: [before] };
}
