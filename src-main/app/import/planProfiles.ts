import { AppError } from '../../core/errors.ts';
import { shownName } from '../../core/import/shownName.ts';
import type { TakenProfile } from '../../core/profiles/takeover/takenProfile.ts';
import type { SavedProfile } from '../../core/roles/savedProfile.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { checkWay } from '../checkWay.ts';
import { fitName, placed, rootOf, withDevice, withParents } from '../takeProfiles.ts';
import { placeHere } from './placeHere.ts';
import type { PlanContext } from './planContext.ts';
import { item, type PlannedItem } from './plannedItem.ts';
import { savedLines, takenLines } from './profileLines.ts';

/** Each is checked against all the others, and somebody waits. */
const mostProfiles = 2000;

export interface PlannedProfiles {
  readonly items: readonly PlannedItem[];
  /** The settings with all of it done. */
  readonly trial: Settings;
}

/**
 * Each is tried for real on settings that nobody keeps, so that a plan promises nothing that would be left.
 * @throws AppError bad-input for more profiles than can be looked at
 */
export function planProfiles(context: PlanContext, signIns: readonly PlannedItem[]): PlannedProfiles {
  const wanted = context.all.filter(({ from, steps }) => from.kind !== 'static-keys' || steps.length > 0);
  if (wanted.length > mostProfiles)
    throw new AppError('bad-input', `That is more than ${mostProfiles} profiles with roles at once.`, {
      hint: 'Take some out of the file first.',
    });
  const byName = new Map(wanted.map((one) => [one.name, one]));
  const items = new Map<string, PlannedItem>();
  let trial = signIns.reduce((now, { edit }) => edit(now), context.now);
  for (const name of withParents(context.all, [...byName.keys()])) {
    const profile = byName.get(name);
    if (profile === undefined) continue;
    try {
      const needs = needsOf(profile, items, { trial, signIns });
      const tried = planOne(profile, needs, { trial, context });
      trial = tried.trial;
      if (tried.item !== null) items.set(name, tried.item);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      context.left.push({ name: shownName(name), why: error.message });
    }
  }
  return { items: [...items.values()], trial };
}

interface Trial {
  readonly trial: Settings;
  readonly context: PlanContext;
}

/** `item` is null where it is here already. @throws AppError where it cannot be taken */
function planOne(
  profile: TakenProfile,
  needs: string[],
  { trial, context }: Trial,
): { readonly item: PlannedItem | null; readonly trial: Settings } {
  const given = { ...base(profile), needs };
  const keysIn = keysMissing(profile, context);
  if (keysIn !== null)
    return { item: item({ ...given, keysIn, after: takenLines(profile), edit: noKeys(keysIn) }), trial };
  const found = saved(trial, profile, context);
  const after = savedLines(trial, found.after);
  const before = found.before === undefined ? [] : savedLines(trial, found.before);
  const next = kept(trial, profile, found);
  if (found.before !== undefined && before.join('\n') === after.join('\n'))
    return { item: null, trial: next };
  const was = found.before === undefined ? {} : { change: 'change' as const, collides: true, before };
  const edit = (now: Settings): Settings => kept(now, profile, saved(now, profile, context));
  return { item: item({ ...given, ...was, after, edit }), trial: next };
}

function base({ name }: TakenProfile) {
  const fit = fitName(name);
  return { kind: 'profile' as const, name: fit, trace: JSON.stringify(['profile', fit.toLowerCase()]) };
}

/** What is planned that it starts from. */
function needsOf(
  { from }: TakenProfile,
  items: ReadonlyMap<string, PlannedItem>,
  { trial, signIns }: { readonly trial: Settings; readonly signIns: readonly PlannedItem[] },
): string[] {
  if (from.kind === 'profile') {
    const parent = items.get(from.name);
    return parent === undefined ? [] : [parent.id];
  }
  if (from.kind !== 'account-role') return [];
  const place = placeHere(trial, from);
  return signIns.filter(({ name }) => name === place?.name).map(({ id }) => id);
}

/** @throws AppError bad-input where the keys are in another tool’s keychain */
function keysMissing(profile: TakenProfile, { all, now, userOf }: PlanContext): string | null {
  const root = rootOf(profile, all);
  if (root?.from.kind !== 'static-keys' || userOf(now, root.name) !== undefined) return null;
  if (root.from.file !== 'elsewhere') return root.name;
  throw new AppError(
    'bad-input',
    `Its long-term keys are in the other tool’s keychain, which is not read: add the IAM user “${fitName(root.name)}” with its access key, then import again.`,
  );
}

function noKeys(keysIn: string): (now: Settings) => Settings {
  return () => {
    throw new AppError('bad-input', `The keys of ${shownName(keysIn)} were not taken yet.`);
  };
}

/** @throws AppError bad-input, in a sentence for the person */
function saved(
  now: Settings,
  profile: TakenProfile,
  context: PlanContext,
): { readonly before: SavedProfile | undefined; readonly after: SavedProfile } {
  const name = fitName(profile.name);
  const isName = (one: { readonly name: string }) => one.name.toLowerCase() === name.toLowerCase();
  if ([...now.ssoSessions, ...now.iamUsers, ...now.sources].some(isName))
    throw new AppError('bad-input', `“${name}” is already the name of something here.`);
  if (context.listed.has(name.toLowerCase()))
    throw new AppError('bad-input', `“${name}” is the name of a role that a sign-in lists.`);
  const before = now.profiles.find(isName);
  if (before === undefined && Object.values(now.aliases).some((alias) => isName({ name: alias })))
    throw new AppError(
      'bad-input',
      `“${name}” is an alias here: who types it would come into another account.`,
    );
  const { from, steps } = placed(now, profile, context);
  const { id, name: called } = before ?? { id: context.newId(), name };
  const after = { id, name: called, from, steps: [...steps], region: profile.region };
  checkWay(now, after);
  return { before, after };
}

function kept(now: Settings, profile: TakenProfile, { before, after }: ReturnType<typeof saved>): Settings {
  const profiles =
    before === undefined
      ? [...now.profiles, after]
      : now.profiles.map((one) => (one.id === after.id ? after : one));
  return { ...withDevice(now, after, profile), profiles };
}
