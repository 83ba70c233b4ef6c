import type { Call } from '../../app.ts';
import type { Output } from '../../contract.ts';
import { AppError } from '../../core/errors.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { Domain } from '../domain.ts';
import { profileCommands } from '../profileCommands.ts';
import { refuseLoosening } from '../refuseLoosening.ts';
import { refuseProgram } from '../refuseProgram.ts';
import { refuseSetting } from '../refuseSetting.ts';
import { removeMarkedKeys } from '../removeMarkedKeys.ts';
import { signInCommands } from '../signInCommands.ts';
import { startedFrom } from '../startedFrom.ts';
import type { PlannedItem } from './plannedItem.ts';

export interface Applied {
  readonly done: readonly PlannedItem[];
  readonly left: Output<'applyImport'>['left'];
  readonly keysRemoved: number;
}

/** Does what was chosen, in one change of the settings; what cannot be done is told, and changes nothing. */
export async function applyPlan(
  domain: Domain,
  chosen: readonly PlannedItem[],
  call: Call,
): Promise<Applied> {
  const left: Applied['left'] = [];
  const done: PlannedItem[] = [];
  const attempt = async (one: PlannedItem, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      left.push({ name: one.name, why: error.message });
      return;
    }
    done.push(one);
  };
  const allowed: PlannedItem[] = [];
  for (const one of chosen) {
    await attempt(one, () => refuseOne(domain, one, call));
    if (done.pop() !== undefined && !isGoing(one)) allowed.push(one);
  }
  const changed: string[] = [];
  domain.settings.change((now) => edited(now, allowed, { done, left, changed }));
  let keysRemoved = await removeKeys(domain, changed);
  const { removeProfile } = profileCommands(domain);
  const { removeSsoSession } = signInCommands(domain);
  for (const one of chosen.filter(isGoing))
    await attempt(one, async () => {
      if (one.kind === 'sign-in') await removeSsoSession({ name: one.name }, call);
      else keysRemoved += (await removeProfile({ profile: one.name }, call)).keysRemoved;
    });
  keysRemoved += await removeMarkedKeys(domain);
  if (done.some(({ kind, name }) => kind === 'setting' && name === 'journalDays'))
    await domain.journal.prune();
  return { done, left, keysRemoved };
}

/** What more than the settings knows of. */
function isGoing({ kind, change }: PlannedItem): boolean {
  return change === 'remove' && (kind === 'sign-in' || kind === 'profile');
}

/** What the window alone has commands for. */
const windowOnly: Readonly<Partial<Record<PlannedItem['kind'], string>>> = {
  alias: 'gives aliases',
  region: 'gives profiles and accounts regions',
  hidden: 'hides profiles and accounts',
};

/** What is the window's alone is not done by way of a file either. */
async function refuseOne(domain: Domain, one: PlannedItem, { requester }: Call): Promise<void> {
  const what = windowOnly[one.kind];
  if (what !== undefined) refuseProgram(domain, requester, what);
  if (one.kind === 'setting') {
    const { name } = one;
    const value = one.edit(domain.settings.get())[name as keyof Settings];
    refuseSetting(domain, requester, { name, value });
  }
  if (one.kind !== 'profile' || one.change !== 'change') return;
  const { id = '' } = domain.settings.get().profiles.find(isOneOf([one.name])) ?? {};
  const profile = (await domain.book()).byId(id);
  if (profile !== undefined) await refuseLoosening(domain, requester, profile);
}

interface Outcome {
  readonly done: PlannedItem[];
  readonly left: Applied['left'];
  /** Names of profiles that lead elsewhere now. */
  readonly changed: string[];
}

function edited(before: Settings, items: readonly PlannedItem[], { done, left, changed }: Outcome): Settings {
  const ids = new Set<string>();
  return items.reduce((now, one) => {
    try {
      if (one.needs.some((id) => !ids.has(id)))
        throw new AppError('bad-input', 'What it starts from or belongs to was not taken.');
      const after = one.edit(now);
      ids.add(one.id);
      done.push(one);
      if (one.kind === 'profile' && one.change === 'change') changed.push(one.name);
      return after;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      left.push({ name: one.name, why: error.message });
      return now;
    }
  }, before);
}

/** Keys in a file are those of the way before; under the same name they would open another account than it says. */
async function removeKeys({ deliveries, settings }: Domain, names: readonly string[]): Promise<number> {
  const { profiles } = settings.get();
  const all = profiles.filter(isOneOf(names));
  const ids = new Set(all.flatMap((one) => [one, ...startedFrom(one, profiles)]).map(({ id }) => id));
  if (ids.size === 0) return 0;
  return (await deliveries.remove({ ids, delivery: 'keys' })).length;
}

/** A file may write a name in another case than it has here. */
function isOneOf(names: readonly string[]): (one: { readonly name: string }) => boolean {
  const folded = new Set(names.map((name) => name.toLowerCase()));
  return ({ name }) => folded.has(name.toLowerCase());
}
