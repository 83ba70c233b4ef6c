import type { App } from '../app.ts';
import { AppError } from '../core/errors.ts';
import type { Profile } from '../core/profiles/profile.ts';
import { homePartition } from '../core/roles/homeRegion.ts';
import { isKnownRegion, partitionOf } from '../core/partition.ts';
import type { Settings } from '../core/settings/settings.ts';
import type { Domain } from './domain.ts';

type Commands = Pick<App, 'colourLabel' | 'setAlias' | 'setRegion' | 'hide' | 'seeChanges'>;

export function findingCommands(domain: Domain): Commands {
  const { settings } = domain;
  return {
    colourLabel({ label, colour }) {
      const { labels, askFirst } = settings.get();
      if (!labels.some((rule) => rule.label === label) && !askFirst.labels.includes(label))
        throw noLabel(label);
      settings.change((now) => ({ ...now, labelColours: { ...now.labelColours, [label]: colour } }));
      return Promise.resolve({});
    },

    async setAlias({ alias, ...query }) {
      const profile = await domain.find(query);
      if (alias !== null) await refuseTakenAlias(domain, profile, alias);
      settings.change((now) => ({ ...now, aliases: withOne(now.aliases, profile.id, alias) }));
      return {};
    },

    async setRegion({ region, for: reach, ...query }) {
      const profile = await domain.find(query);
      if (region !== null) refuseRegion(domain, profile, region);
      settings.change((now) => ({ ...now, regions: regionsWith(now, profile, reach, region) }));
      return {};
    },

    async hide({ what, on, ...query }) {
      const profile = await domain.find(query);
      settings.change((now) => hiddenWith(now, profile, what, on));
      if (!on || what === 'profile') return { stay: [] };
      const { favourites } = settings.get();
      const { profiles } = await domain.book();
      const stay = profiles.filter(
        ({ id, source }) => source.accountId === profile.source.accountId && favourites.includes(id),
      );
      return { stay: stay.map(({ name }) => name) };
    },

    seeChanges({ ssoSession }) {
      const { added } = domain.permissionChanges.forget(ssoSession);
      return Promise.resolve({ added: added.map(({ id }) => id) });
    },
  };
}

function withOne(
  all: Readonly<Record<string, string>>,
  key: string,
  value: string | null,
): Record<string, string> {
  const others = Object.entries(all).filter(([one]) => one !== key);
  return Object.fromEntries(value === null ? others : [...others, [key, value]]);
}

/** A name would win over it, and a second profile of that alias would make both mean nothing. */
async function refuseTakenAlias(domain: Domain, profile: Profile, alias: string): Promise<void> {
  const { profiles, byId } = await domain.book();
  const is = (other: string | undefined): boolean => other?.toLowerCase() === alias.toLowerCase();
  const named = profiles.find(({ id, name }) => id !== profile.id && is(name));
  const aliased = Object.entries(domain.settings.get().aliases).find(
    ([id, other]) => id !== profile.id && is(other),
  );
  const taken = named ?? (aliased && byId(aliased[0]));
  if (taken === undefined) return;
  const how = named === undefined ? 'already the alias of' : 'the name of a profile,';
  throw new AppError('bad-input', `“${alias}” is ${how} ${taken.name}.`, { hint: 'Take another word.' });
}

/** @throws AppError bad-input */
function refuseRegion({ settings }: Domain, profile: Profile, region: string): void {
  if (profile.chain?.saved === true && profile.chain.region !== null) {
    throw new AppError('bad-input', `“${profile.name}” has a region of its own, ${profile.chain.region}.`, {
      hint: `Edit the profile, in the window or with: latchkey profile edit ${profile.name} --region ${region}`,
    });
  }
  const partition = homePartition(settings, profile);
  if (isKnownRegion(region) && partitionOf(region).id === partition) return;
  throw new AppError('bad-input', `The keys of “${profile.name}” mean nothing in ${region}.`, {
    hint: `They are of the partition ${partition}: choose one of its regions.`,
  });
}

function regionsWith(
  { regions }: Settings,
  { id, source }: Profile,
  reach: 'profile' | 'account',
  region: string | null,
): Settings['regions'] {
  if (reach === 'profile') return { ...regions, profiles: withOne(regions.profiles, id, region) };
  return {
    accounts: withOne(regions.accounts, source.accountId, region),
    // Else what was chosen for the account would not hold for the profile that it was chosen at.
    profiles: withOne(regions.profiles, id, null),
  };
}

function hiddenWith(
  now: Settings,
  { id, source }: Profile,
  what: 'profile' | 'account',
  on: boolean,
): Settings {
  const { hidden, favourites } = now;
  const { accountId } = source;
  const profiles = hidden.profiles.filter((one) => one !== id);
  const accounts = hidden.accounts.filter((one) => one !== accountId);
  // Shown again means in sight, whatever hid it.
  if (!on) return { ...now, hidden: { profiles, accounts } };
  if (what === 'account') return { ...now, hidden: { profiles, accounts: [...accounts, accountId] } };
  return {
    ...now,
    favourites: favourites.filter((one) => one !== id),
    hidden: { ...hidden, profiles: [...profiles, id] },
  };
}

function noLabel(label: string): AppError {
  return new AppError('bad-input', `No profile has the label “${label}”.`, {
    hint: `Give it first: latchkey label PROFILE '${label}'`,
  });
}
