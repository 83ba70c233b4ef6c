import type { App } from '../app.ts';
import type { ParsedInput } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import type { Profile } from '../core/profiles/profile.ts';
import { chainPlan } from '../core/roles/chainPlan.ts';
import type { SavedProfile } from '../core/roles/savedProfile.ts';
import { asked } from './asked.ts';
import { checkWay } from './checkWay.ts';
import { draftOf } from './draftOf.ts';
import type { Domain } from './domain.ts';
import { handOut } from './handOut.ts';
import { refuseListedName, refuseTakenName, refuseWhileStartedFrom } from './names.ts';
import { refuseLoosening } from './refuseLoosening.ts';
import { removeMarkedKeys } from './removeMarkedKeys.ts';
import { profileView } from './profileViews.ts';
import { startedFrom } from './startedFrom.ts';
import { testLinks } from './testLinks.ts';
import { wayOf } from './wayOf.ts';

type Commands = Pick<App, 'addProfile' | 'changeProfile' | 'showProfile' | 'removeProfile' | 'testProfile'>;

export function profileCommands(domain: Domain): Commands {
  const { settings } = domain;
  return {
    async addProfile({ name, region, ...draft }) {
      await refuseListedName(domain, name);
      const saved = { id: newId(domain), name, region, ...(await draftOf(domain, draft)) };
      refuseTakenName(domain, name);
      checkWay(settings.get(), saved);
      settings.change((now) => ({ ...now, profiles: [...now.profiles, saved] }));
      domain.log.write('profile-added', { steps: saved.steps.length });
      return { profile: await viewOf(domain, saved.id) };
    },

    async changeProfile({ profile: query, ...change }, { requester }) {
      const found = await domain.find({ profile: query });
      await refuseLoosening(domain, requester, found);
      const before = savedOf(domain, found);
      const after = await changed(domain, before, change);
      if (after.name !== before.name) await refuseListedName(domain, after.name);
      if (after.name !== before.name) refuseTakenName(domain, after.name, before.name);
      checkWay(settings.get(), after);
      settings.change((now) => ({
        ...now,
        profiles: now.profiles.map((one) => (one.id === after.id ? after : one)),
      }));
      const changedKeys = isSameWay(before, after) ? 0 : await removeKeys(domain, after);
      const keysRemoved = changedKeys + (await removeMarkedKeys(domain));
      return { profile: await viewOf(domain, after.id), keysRemoved };
    },

    showProfile: async (query) => ({ profile: await profileView(domain, await domain.find(query)) }),

    async removeProfile({ profile: query }, { requester }) {
      const found = await domain.find({ profile: query });
      await refuseLoosening(domain, requester, found);
      const { id, name } = savedOf(domain, found);
      refuseWhileStartedFrom(domain, `“${name}”`, (from) => from.kind === 'profile' && from.id === id);
      const removed = await domain.deliveries.remove({ ids: new Set([id]) });
      settings.change((now) => ({
        ...now,
        profiles: now.profiles.filter((one) => one.id !== id),
        favourites: now.favourites.filter((one) => one !== id),
      }));
      domain.mfaCodes.dismiss(id);
      return { keysRemoved: removed.filter(({ delivery }) => delivery === 'keys').length };
    },

    async testProfile(input, call) {
      const profile = await tested(domain, input);
      // Nobody else could give a code for what is not kept yet.
      const whom = 'draft' in input ? { asksItself: true } : {};
      const request = { profile, use: 'test' as const, asked: { ...asked(input), ...whom }, call };
      const { result } = await handOut(domain, request, async (allowed) => {
        const links = chainPlan(allowed.profile, { settings: settings.get() });
        const named = 'draft' in input ? { ...allowed.profile, name: 'draft' } : allowed.profile;
        return {
          credentials: null,
          result: await testLinks(domain, { ...allowed, profile: named, links }, call),
        };
      });
      return result;
    },
  };
}

/** A saved profile, or one that a person is writing. */
async function tested(domain: Domain, input: ParsedInput<'testProfile'>): Promise<Profile> {
  if (!('draft' in input)) return domain.find(input);
  const draft = await draftOf(domain, input.draft);
  // With a space, so that it is no saved profile's name.
  const way = wayOf({ name: 'this profile', region: input.draft.region, ...draft });
  const last = chainPlan(way, { settings: domain.settings.get() }).at(-1);
  if (last === undefined) throw new Error('a way has a source');
  const { accountId, roleName } = last;
  const source = { ssoSession: null, accountId, accountName: null, roleName };
  return { ...way, id: 'draft', kind: 'role-chain', origin: '', source };
}

async function changed(
  domain: Domain,
  before: SavedProfile,
  change: Omit<ParsedInput<'changeProfile'>, 'profile'>,
): Promise<SavedProfile> {
  const { name = before.name, region = before.region, ssoSession, ...given } = change;
  const view = await viewOf(domain, before.id);
  const draft = {
    from: given.from ?? view.from.query,
    ssoSession,
    mfa: given.mfa ?? (given.from === undefined && view.mfa ? true : undefined),
    steps: given.steps ?? view.steps,
  };
  // The role that it begins at may have left the list meanwhile.
  const kept = given.from === undefined ? before.from : undefined;
  return { id: before.id, name, region, ...(await draftOf(domain, draft, kept)) };
}

function isSameWay(before: SavedProfile, after: SavedProfile): boolean {
  const way = ({ from, steps, region }: SavedProfile) => JSON.stringify([from, steps, region]);
  return way(before) === way(after);
}

/** Keys in a file are those of the way before; under the same name they would open another account than it says. */
async function removeKeys({ deliveries, settings }: Domain, changed: SavedProfile): Promise<number> {
  const all = [changed, ...startedFrom(changed, settings.get().profiles)];
  const removed = await deliveries.remove({ ids: new Set(all.map(({ id }) => id)), delivery: 'keys' });
  return removed.length;
}

async function viewOf(domain: Domain, id: string) {
  const profile = (await domain.book()).byId(id);
  if (profile === undefined) throw new AppError('no-such-profile', 'The profile leads nowhere.');
  return profileView(domain, profile);
}

function savedOf({ settings }: Domain, { id, name }: Profile): SavedProfile {
  const found = settings.get().profiles.find((one) => one.id === id);
  if (found !== undefined) return found;
  throw new AppError('bad-input', `“${name}” comes from a list and cannot be changed.`, {
    hint: 'Make one of your own from it: latchkey profile add NAME --from PROFILE',
  });
}

function newId({ sha256, random }: Domain): string {
  return sha256(random.token(24)).hex.slice(0, 24);
}
